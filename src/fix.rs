//! `prepdeck check --fix`: banks on the disk get the ids they lack.
//!
//! Enters: paths of banks. Leaves: the files, changed as [`mod@fix`] says or not at all, and what became of each.
//! Never here: which id a question gets, printing.

use std::path::{Path, PathBuf};

use crate::bank::fix::{self, Fixed, Refusal};
use crate::output;
use crate::source::{ReadError, Source};

/// Why a file is as it was, though ids may be missing in it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be read, which a check tells as well.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Its text cannot be changed.
    #[error("nothing was fixed in {}: {refusal}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        refusal: Refusal,
    },
    /// It cannot be written.
    #[error(transparent)]
    Output(#[from] output::Error),
}

/// Writes missing ids into banks, one after the other; results come in the order of the paths.
#[must_use]
pub fn fix_all(paths: &[PathBuf]) -> Vec<Result<Fixed, Error>> {
    paths.iter().map(|path| fix(path)).collect()
}

fn fix(path: &Path) -> Result<Fixed, Error> {
    let source = Source::read(path)?;
    let fixed = fix::ids(&source).map_err(|refusal| Error::Refused { path: path.to_owned(), refusal })?;
    if fixed.written > 0 {
        output::replace(path, source.text().as_bytes(), fixed.text.as_bytes())?;
    }
    Ok(fixed)
}
