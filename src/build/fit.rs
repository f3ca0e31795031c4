//! The largest type at which a sheet has no more than so many pages.
//!
//! Enters: a bank, its code coloured, its lock. Leaves: the size, set in the bank; or how far off it is, and what would
//! help. Sheets are laid out, never painted.

use rayon::prelude::*;

use super::error::Error;
use crate::bank::{Bank, Detail, Sheet};
use crate::lock::Lock;
use crate::render::pdf::layout;

/// The size that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// How many pages were asked for.
    pub most: usize,
    /// How many it takes.
    pub pages: usize,
    /// In points.
    pub size: f32,
}

/// What would make a sheet shorter, and how many pages it would then take at the smallest size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// As it is typed.
    pub option: String,
    /// The pages.
    pub pages: usize,
}

/// In halves of a point: see [`Sheet::size`].
const SMALLEST: u8 = 14;
const LARGEST: u8 = 24;

/// Finds the largest size and sets the bank's sheet in it.
pub(super) fn fit(bank: &mut Bank, lock: &Lock, most: usize) -> Result<Fit, Error> {
    let pages = |halves: u8| at(bank, lock, |sheet| sheet.size = f32::from(halves) / 2.0);
    let smallest = pages(SMALLEST);
    if smallest > most {
        let mut remedies = remedies(bank, lock);
        remedies.retain(|remedy| remedy.pages < smallest);
        return Err(Error::DoesNotFit { bank: bank.id.clone(), most, pages: smallest, remedies });
    }
    let (mut fits, mut fails) = ((SMALLEST, smallest), LARGEST + 1);
    while fails - fits.0 > 1 {
        let middle = fits.0.midpoint(fails);
        match pages(middle) {
            count if count <= most => fits = (middle, count),
            _ => fails = middle,
        }
    }
    let size = f32::from(fits.0) / 2.0;
    bank.sheet.size = size;
    Ok(Fit { most, pages: fits.1, size })
}

fn at(bank: &Bank, lock: &Lock, change: impl FnOnce(&mut Sheet)) -> usize {
    let mut sheet = bank.sheet.clone();
    change(&mut sheet);
    layout::pages(bank, lock, &sheet)
}

/// Each tried, since none of them helps every bank.
fn remedies(bank: &Bank, lock: &Lock) -> Vec<Remedy> {
    type Change = (String, Sheet);
    let mut changes: Vec<Change> = Vec::new();
    let sheet = Sheet { size: f32::from(SMALLEST) / 2.0, ..bank.sheet.clone() };
    if sheet.detail == Detail::Full {
        changes.push(("--detail short".to_owned(), Sheet { detail: Detail::Short, ..sheet.clone() }));
    }
    for columns in (1..=4).filter(|columns| *columns != sheet.columns) {
        changes.push((format!("--columns {columns}"), Sheet { columns, ..sheet.clone() }));
    }
    let landscape = if sheet.landscape { "--landscape=no" } else { "--landscape" };
    changes.push((landscape.to_owned(), Sheet { landscape: !sheet.landscape, ..sheet }));
    let pages = |(option, sheet): &Change| Remedy { option: option.clone(), pages: layout::pages(bank, lock, sheet) };
    changes.par_iter().map(pages).collect()
}
