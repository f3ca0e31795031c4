//! What cannot be built though every bank is sound: banks that would overwrite each other, locks that may not change.

use std::collections::{BTreeMap, BTreeSet};

use super::error::{Error, StaleLock};
use super::read::{lock_of, place};
use super::{Draft, Request};
use crate::bank::Bank;
use crate::lock::Touch;
use crate::render::file_name;
use crate::source::Source;

/// Two banks of one name, `x.yaml` and `x.yml`, would each take the other's lock for a damaged one of its own.
pub(super) fn shared_locks(banks: &[(Source, Bank)]) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    for (source, _) in banks {
        let lock = lock_of(source);
        if let Some(first) = seen.insert(place(&lock), source) {
            let (first, second) = (first.path().to_owned(), source.path().to_owned());
            return Err(Error::SharedLock { lock, first, second });
        }
    }
    Ok(())
}

pub(super) fn shared_ids(banks: &[(Source, Bank)]) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    for (source, bank) in banks {
        if let Some(first) = seen.insert(bank.id.as_str().to_lowercase(), source) {
            let (first, second) = (first.path().to_owned(), source.path().to_owned());
            return Err(Error::SharedId { id: bank.id.clone(), first, second });
        }
    }
    Ok(())
}

/// `python` with its cards, and a bank called `python-cards`.
pub(super) fn shared_files(banks: &[(Source, Bank)], request: &Request) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for (_, bank) in banks {
        for format in &request.formats {
            let name = file_name(bank, &request.options, *format);
            if !seen.insert(name.to_lowercase()) {
                return Err(Error::SharedFile(name));
            }
        }
    }
    Ok(())
}

pub(super) fn unknown_touch(banks: &[(Source, Bank)], touch: &Touch) -> Result<(), Error> {
    let Touch::Questions(ids) = touch else { return Ok(()) };
    let known: BTreeSet<&str> =
        banks.iter().flat_map(|(_, bank)| bank.questions()).map(|(_, question)| question.id.as_str()).collect();
    match ids.iter().find(|id| !known.contains(id.as_str())) {
        Some(id) => Err(Error::UnknownTouch(id.clone())),
        None => Ok(()),
    }
}

pub(super) fn stale_locks(drafts: &[Draft]) -> Result<(), Error> {
    let stale = drafts.iter().filter_map(|draft| {
        let changes = draft.changes.clone()?;
        Some(StaleLock { path: draft.lock_path.clone(), changes })
    });
    let stale = stale.collect::<Vec<_>>();
    if stale.is_empty() { Ok(()) } else { Err(Error::Locked(stale)) }
}
