//! From a syntax tree to tokens, in one walk that needs no recursion.

use std::ops::Range;
use std::slice;

use tree_sitter::{Node, Parser, Point, Tree, TreeCursor};

use super::grammar::{Grammar, Table};
use super::rules::{self, Kind, Paint, Place};
use super::{Class, Token, words};

/// A node whose children are being walked.
#[derive(Debug)]
struct Frame {
    kind: Kind,
    /// The class of its text, wherever its children do not say otherwise.
    ground: Option<Class>,
    /// The class of the names in it.
    names: Option<Class>,
    end: usize,
}

/// A walk on its way: everything before `at` is done.
struct Walk<'a> {
    grammar: Grammar,
    table: &'static Table,
    code: &'a str,
    parts: &'a [Range<usize>],
    frames: Vec<Frame>,
    at: usize,
    tokens: Vec<Token>,
}

/// The coloured pieces of some code.
pub(super) fn tokens(grammar: Grammar, code: &str) -> Vec<Token> {
    tokens_in(grammar, code, slice::from_ref(&(0..code.len())))
}

/// The coloured pieces of those parts of a text that are code, read as if they followed each other.
pub(super) fn tokens_in(grammar: Grammar, code: &str, parts: &[Range<usize>]) -> Vec<Token> {
    let table = grammar.table();
    let Some(tree) = parse(table, code, parts) else { return Vec::new() };
    let at = parts.first().map_or(0, |part| part.start);
    let mut walk = Walk { grammar, table, code, parts, frames: Vec::new(), at, tokens: Vec::new() };
    walk.run(&mut tree.walk());
    clip(walk.tokens, parts)
}

fn parse(table: &Table, code: &str, parts: &[Range<usize>]) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&table.language).ok()?;
    // To tree-sitter, no parts are the whole.
    let is_whole = matches!(parts, [part] if *part == (0..code.len()));
    if parts.is_empty() {
        return None;
    } else if !is_whole {
        parser.set_included_ranges(&places(code, parts)).ok()?;
    }
    parser.parse(code, None)
}

/// Ranges with their lines and columns.
fn places(code: &str, parts: &[Range<usize>]) -> Vec<tree_sitter::Range> {
    let (mut at, mut point) = (0, Point::new(0, 0));
    let mut advance = |to: usize| {
        let passed = code.get(at..to).unwrap_or_default();
        point.row += passed.bytes().filter(|byte| *byte == b'\n').count();
        point.column = passed.rfind('\n').map_or(point.column + passed.len(), |newline| passed.len() - newline - 1);
        at = to;
        point
    };
    let mut place = |part: &Range<usize>| tree_sitter::Range {
        start_byte: part.start,
        end_byte: part.end,
        start_point: advance(part.start),
        end_point: advance(part.end),
    };
    parts.iter().map(&mut place).collect()
}

/// What of the tokens lies within the parts: a string can begin in one and end in another.
fn clip(tokens: Vec<Token>, parts: &[Range<usize>]) -> Vec<Token> {
    let mut clipped = Vec::with_capacity(tokens.len());
    let mut first = 0;
    for token in tokens {
        first += parts[first..].iter().take_while(|part| part.end <= token.range.start).count();
        let meets = parts[first..].iter().take_while(|part| part.start < token.range.end);
        clipped.extend(meets.map(|part| Token {
            range: token.range.start.max(part.start)..token.range.end.min(part.end),
            class: token.class,
        }));
    }
    clipped
}

impl Walk<'_> {
    fn run(&mut self, cursor: &mut TreeCursor) {
        loop {
            self.enter(cursor);
            if cursor.goto_first_child() {
                continue;
            }
            self.leave();
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                self.leave();
            }
        }
    }

    /// Comes to a node: what lies before it looks like its parent.
    fn enter(&mut self, cursor: &TreeCursor) {
        let node = cursor.node();
        let mut kind = self.table.kind(node.kind_id());
        if kind.place == Place::Declarator && defines_function(node) {
            kind.place = rules::FUNCTION;
        }
        let ground = self.frames.last().and_then(|parent| parent.ground);
        let names = self.frames.last().and_then(|parent| parent.names_of(cursor));
        self.pass(node.start_byte(), ground);
        let text = self.code.get(node.byte_range()).unwrap_or_default();
        let ground = self.look(kind.paint, names, text);
        if kind.paint == Paint::Embedded {
            self.embed(node.byte_range());
        }
        self.frames.push(Frame { kind, ground, names, end: node.end_byte() });
    }

    /// Goes from a node: what none of its children was looks like itself.
    fn leave(&mut self) {
        if let Some((end, ground)) = self.frames.last().map(|frame| (frame.end, frame.ground)) {
            self.pass(end, ground);
            self.frames.pop();
        }
    }

    /// The class of a node's text.
    fn look(&self, paint: Paint, names: Option<Class>, text: &str) -> Option<Class> {
        let parent = self.frames.last();
        let ground = parent.and_then(|parent| parent.ground);
        match paint {
            Paint::Inherit | Paint::Embedded => ground,
            Paint::Ground(class) => Some(class),
            Paint::Hole => None,
            Paint::Token(Class::Operator) if parent.is_some_and(|parent| parent.kind.bracketed) => ground,
            Paint::Token(class) => ground.or(Some(class)),
            Paint::Escape => ground.map(|class| if class == Class::String { Class::Constant } else { class }),
            Paint::Sign => ground.or(sign(names, text)),
            Paint::TypeName => ground.or_else(|| words::known(self.grammar, text)).or(Some(Class::Type)),
            Paint::Name => ground.or_else(|| self.name(names, text)),
            Paint::Word => ground.or(names).or_else(|| is_option(text).then_some(Class::Attribute)),
            Paint::Docstring if parent.is_some_and(|parent| parent.kind.place == Place::Statement) => Some(bare(text)),
            Paint::Docstring => Some(Class::String),
            Paint::Scalar => Some(names.unwrap_or(Class::String)),
            Paint::Literal => Some(literal(text)),
        }
    }

    fn name(&self, names: Option<Class>, text: &str) -> Option<Class> {
        let place = self.frames.last().map(|parent| parent.kind.place);
        let is_definition = place == Some(rules::FUNCTION) && self.grammar != Grammar::Cpp;
        if place == Some(Place::Error) && self.table.reserves(text) {
            return Some(Class::Keyword);
        }
        let looks = words::class(self.grammar, text);
        match names {
            None => looks,
            // A call of `Point` makes one; a definition of `Page` is a component's.
            Some(Class::Function) if !is_definition => looks.filter(|class| *class != Class::Constant).or(names),
            Some(_) => words::known(self.grammar, text).or(names),
        }
    }

    /// Colours what is written in another language.
    fn embed(&mut self, range: Range<usize>) {
        let Some(Place::Embeds(grammar)) = self.frames.last().map(|parent| parent.kind.place) else { return };
        let within = |part: &Range<usize>| part.start.max(range.start)..part.end.min(range.end);
        let parts: Vec<_> = self.parts.iter().map(within).filter(|part| !part.is_empty()).collect();
        self.tokens.extend(tokens_in(grammar, self.code, &parts));
        self.at = range.end;
    }

    /// Goes on to a place in the node whose children are being walked.
    fn pass(&mut self, to: usize, ground: Option<Class>) {
        if self.frames.last().is_some_and(|parent| parent.kind.place == Place::Error) && ground.is_none() {
            self.pass_skipped(to);
        }
        self.fill(to, ground);
    }

    /// Text the parser skipped is in no node: all that can be known of it is its keywords.
    fn pass_skipped(&mut self, to: usize) {
        let is_other = |c: char| !c.is_alphanumeric() && c != '_';
        let mut at = self.at;
        for piece in self.code.get(at..to).unwrap_or_default().split_inclusive(is_other) {
            let word = piece.trim_end_matches(is_other);
            if self.table.reserves(word) {
                self.fill(at, None);
                self.fill(at + word.len(), Some(Class::Keyword));
            }
            at += piece.len();
        }
    }

    /// Gives what is not done yet, up to `end`, a class.
    fn fill(&mut self, end: usize, class: Option<Class>) {
        let range = self.at..end;
        if range.is_empty() || self.code.get(range.clone()).is_none() {
            return;
        }
        self.at = end;
        let Some(class) = class else { return };
        match self.tokens.last_mut() {
            Some(last) if last.class == class && last.range.end == range.start => last.range.end = end,
            _ => self.tokens.push(Token { range, class }),
        }
    }
}

impl Frame {
    /// The class of the names in the child at which the cursor stands.
    fn names_of(&self, cursor: &TreeCursor) -> Option<Class> {
        let carried = self.names.filter(|class| *class != Class::Function);
        match self.kind.place {
            Place::Carry | Place::Declarator | Place::Statement | Place::Error => carried,
            Place::Stop | Place::Embeds(_) => None,
            Place::All(class) => Some(class),
            Place::Member => match cursor.field_name() {
                Some("attribute" | "property" | "field" | "name") => self.names,
                Some(_) | None => carried.filter(|class| *class == Class::Attribute),
            },
            Place::Fields(fields) => {
                let field = cursor.field_name()?;
                let class = fields.iter().find(|(name, _)| *name == field).map(|(_, class)| *class)?;
                Some(if self.names == Some(Class::Attribute) { Class::Attribute } else { class })
            }
        }
    }
}

fn defines_function(declarator: Node) -> bool {
    let value = declarator.child_by_field_name("value");
    value.is_some_and(|value| matches!(value.kind(), "arrow_function" | "function_expression"))
}

fn sign(names: Option<Class>, text: &str) -> Option<Class> {
    let operator = (text == "@").then_some(Class::Operator);
    names.filter(|class| *class == Class::Attribute).or(operator)
}

/// Python's string that is a statement of its own.
fn bare(text: &str) -> Class {
    let quotes = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if quotes.starts_with("\"\"\"") || quotes.starts_with("'''") { Class::Comment } else { Class::String }
}

fn literal(text: &str) -> Class {
    if text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) {
        Class::Number
    } else {
        Class::String
    }
}

fn is_option(word: &str) -> bool {
    word.len() > 1 && word.starts_with('-')
}
