//! Whether two trees say the same, but for keys that were added to the second, or texts that were changed in it.
//!
//! Enters: a tree before and after an edit. Leaves: yes or no. Never here: positions, which every edit moves.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::decode::key_text;
use super::{Entry, Kind, Node, Scalar, Shared};

/// What one key was given: its name, and its value by the place in the first tree where the mapping begins.
#[derive(Debug)]
pub(crate) struct Added<'a> {
    pub(crate) key: &'a str,
    pub(crate) values: HashMap<usize, String>,
}

/// What texts were changed to, by the place in the first tree where each begins.
pub(crate) type Changed = HashMap<usize, String>;

/// Whether `new` is `old` with those values added, each of them, and nothing else.
pub(crate) fn is_old_with(old: &Node, new: &Node, added: &Added) -> bool {
    is_old_but_for(old, new, added, &Changed::new())
}

/// Whether `new` is `old` with those texts changed, each of them, and nothing else.
pub(crate) fn is_old_with_texts(old: &Node, new: &Node, changed: &Changed) -> bool {
    is_old_but_for(old, new, &Added { key: "", values: HashMap::new() }, changed)
}

fn is_old_but_for(old: &Node, new: &Node, added: &Added, changed: &Changed) -> bool {
    let mut comparison = Comparison { added, changed, seen: HashSet::new(), found: HashSet::new() };
    comparison.same(old, new) && comparison.found.len() == added.values.len() + changed.len()
}

struct Comparison<'c> {
    added: &'c Added<'c>,
    changed: &'c Changed,
    /// Pairs of shared values, by address: each is compared once, however often it is referred to.
    seen: HashSet<(usize, usize)>,
    /// Where what was added or changed was met.
    found: HashSet<usize>,
}

impl Comparison<'_> {
    fn same(&mut self, old: &Node, new: &Node) -> bool {
        match (&old.kind, &new.kind) {
            (Kind::Null, Kind::Null) | (Kind::Broken, Kind::Broken) => true,
            (Kind::Scalar(before), Kind::Scalar(after)) => match self.changed.get(&old.span.start) {
                Some(text) => self.found.insert(old.span.start) && after.text == *text && after.style == before.style,
                None => same_scalar(before, after),
            },
            (Kind::Sequence(old), Kind::Sequence(new)) => {
                old.len() == new.len() && old.iter().zip(new).all(|(old, new)| self.same(old, new))
            }
            (Kind::Mapping(before), Kind::Mapping(after)) => match self.added.values.get(&old.span.start) {
                Some(value) => self.found.insert(old.span.start) && self.same_but(before, after, value),
                None => self.same_entries(before, after),
            },
            (Kind::Shared(old), Kind::Shared(new)) => self.same_shared(old, new),
            (
                Kind::Null | Kind::Broken | Kind::Scalar(_) | Kind::Sequence(_) | Kind::Mapping(_) | Kind::Shared(_),
                _,
            ) => false,
        }
    }

    fn same_shared(&mut self, old: &Arc<Shared>, new: &Arc<Shared>) -> bool {
        let pair = (Arc::as_ptr(old) as usize, Arc::as_ptr(new) as usize);
        !self.seen.insert(pair) || self.same(&old.node, &new.node)
    }

    fn same_entries(&mut self, old: &[Entry], new: &[Entry]) -> bool {
        let mut pairs = old.iter().zip(new);
        old.len() == new.len()
            && pairs.all(|(old, new)| self.same(&old.key, &new.key) && self.same(&old.value, &new.value))
    }

    /// Whether one entry of `new` is the value that was added, and the others are those of `old`, where the key may
    /// have stood with no value.
    fn same_but(&mut self, old: &[Entry], new: &[Entry], value: &str) -> bool {
        let at = |entries: &[Entry]| entries.iter().position(|entry| key_text(entry) == Some(self.added.key));
        let Some(here) = at(new).filter(|here| is_text(&new[*here].value, value)) else { return false };
        let (new_before, new_after) = (&new[..here], &new[here + 1..]);
        let (old_before, old_after) = match at(old) {
            Some(there) if matches!(old[there].value.kind, Kind::Null) => (&old[..there], &old[there + 1..]),
            None if here == 0 => (&old[..0], old),
            Some(_) | None => return false,
        };
        self.same_entries(old_before, new_before) && self.same_entries(old_after, new_after)
    }
}

fn same_scalar(old: &Scalar, new: &Scalar) -> bool {
    old.text == new.text && old.style == new.style && old.is_text == new.is_text && old.indent == new.indent
}

fn is_text(node: &Node, text: &str) -> bool {
    matches!(&node.kind, Kind::Scalar(scalar) if scalar.text == text)
}
