//! The bytes of a picture → what is wrong with it, or a bank that shows it → artifacts.

use std::fs;
use std::sync::Arc;

use prepdeck::doc::image::Images;
use prepdeck::doc::{Block, Inline, Picture};

use super::random::Random;
use super::{Fate, Verdict, artifacts, markdown};

/// A JPEG of 3 × 2 pixels as far as its markers go: start, frame header, scan, end.
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\
    \xff\xc0\x00\x0b\x08\x00\x02\x00\x03\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\xd9";

/// Pictures to mutate.
pub fn seeds() -> Vec<String> {
    let dots: [&[u8]; 3] =
        [include_bytes!("../../cases/ok/dot.png"), include_bytes!("../../cases/sheet/dot.png"), JPEG];
    dots.iter().map(|bytes| bytes.iter().map(|byte| char::from(*byte)).collect()).collect()
}

/// A picture with some bytes changed, gone or doubled; the checksums of a PNG made right again in half of them.
pub fn mutated(random: &mut Random, picture: &str) -> String {
    let mut bytes = bytes_of(picture);
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..bytes.len().min(at + 4))),
            2 => bytes.extend_from_within(at..),
            3 => bytes.splice(at..at, [0; 4]).for_each(drop),
            4 => overwrite(&mut bytes, at, *random.pick(&[0, 1, 0x7f, 0x80, 0xff])),
            _ => overwrite(&mut bytes, at, u8::try_from(random.below(256)).unwrap_or(0)),
        }
    }
    if random.one_in(2) {
        sum_up(&mut bytes);
    }
    bytes.into_iter().map(char::from).collect()
}

fn overwrite(bytes: &mut [u8], at: usize, with: u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = with;
    }
}

fn bytes_of(picture: &str) -> Vec<u8> {
    picture.chars().map(|character| u8::try_from(u32::from(character)).unwrap_or(b'?')).collect()
}

/// Gives each chunk of a PNG the checksum of what it holds.
fn sum_up(bytes: &mut [u8]) {
    let mut at = 8;
    while let Some(&[a, b, c, d]) = bytes.get(at..at + 4) {
        let end = u32::from_be_bytes([a, b, c, d]) as usize + at + 8;
        let Some(sum) = bytes.get(at + 4..end).map(checksum) else { return };
        let Some(old) = bytes.get_mut(end..end + 4) else { return };
        old.copy_from_slice(&sum.to_be_bytes());
        at = end + 4;
    }
}

/// <https://www.w3.org/TR/png-3/#D-CRCAppendix>
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}

/// Judges all that becomes of a picture's bytes.
pub fn judge(picture: &str) -> Verdict {
    let folder = tempfile::tempdir().map_err(|error| format!("folder: {error}"))?;
    #[allow(clippy::disallowed_methods, reason = "a folder of its own")]
    fs::write(folder.path().join("a.png"), bytes_of(picture)).map_err(|error| format!("file: {error}"))?;
    let Ok(image) = Images::new(folder.path()).load("a.png") else { return Ok(Fate::Refused) };
    let mut bank = markdown::bank("A picture.").ok_or("ids: the bank's own are none")?;
    let shown = vec![Block::Paragraph(vec![Inline::Picture(Picture { image: Arc::clone(&image), alt: "a".into() })])];
    for question in bank.sections.iter_mut().flat_map(|section| &mut section.questions) {
        question.short.clone_from(&shown);
    }
    artifacts::hold(&bank)?;
    Ok(Fate::Rendered)
}
