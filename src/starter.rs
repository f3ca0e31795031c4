//! `prepdeck new`: a commented bank to start from, and the schema that lets an editor help with it.
//!
//! Enters: a folder and an id. Leaves: two files, the schema only where there is none. Never here: overwriting.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use prepdeck::bank::{BankId, schema};

const STARTER: &str = include_str!("starter.yaml");
const SCHEMA: &str = "bank.schema.json";

/// Why there is no new bank.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The file is there already.
    #[error("{} is there already; nothing was written", .0.display())]
    Exists(PathBuf),
    /// Something else.
    #[error("cannot write {}: {error}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// Writes `ID.yaml`, and the schema beside it if it is missing; says what was written, the bank first.
pub(crate) fn write(folder: &Path, id: &BankId) -> Result<Vec<PathBuf>, Error> {
    let bank = create(folder.join(format!("{id}.yaml")), &starter(id))?;
    match create(folder.join(SCHEMA), &schema::json()) {
        Ok(schema) => Ok(vec![bank, schema]),
        Err(Error::Exists(_)) => Ok(vec![bank]),
        Err(error) => Err(error),
    }
}

/// The starter bank under another id. The id is quoted: `1.0` and `null` are valid ids too.
fn starter(id: &BankId) -> String {
    STARTER.replacen("id: starter ", &format!("id: \"{id}\" "), 1)
}

fn create(path: PathBuf, text: &str) -> Result<PathBuf, Error> {
    let written = File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Error::Exists(path)),
        Err(error) => Err(Error::Unwritable { path, error }),
    }
}
