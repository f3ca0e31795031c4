//! The fonts that a bank brings.

use std::path::Path;

use crate::doc::nearby;
use crate::render::pdf::fonts::{FaceFile, adopt};
use crate::report::{Code, Diagnostic, Report, quote};
use crate::yaml::place::Text;

/// Reads the files that `fonts` names; those that cannot be used are reported.
pub(super) fn read(folder: &Path, paths: &[Text], report: &mut Report) -> Vec<&'static FaceFile> {
    let mut fonts = Vec::with_capacity(paths.len());
    for path in paths {
        match nearby::read(folder, &path.value, "a font").and_then(|bytes| adopt(&path.value, bytes)) {
            Ok(font) => fonts.push(font),
            Err(reason) => {
                let message = format!("cannot use the font {}", quote(&path.value));
                report.push(Diagnostic::new(Code::Font, path.span, message).help(reason));
            }
        }
    }
    fonts
}
