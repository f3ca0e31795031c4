//! Images: only whole pictures below the bank's folder, whatever a path says.

use std::fs;
use std::path::Path;

use prepdeck::bank;
use prepdeck::doc::image::{ImageFormat, Images};
use prepdeck::report::Code;
use prepdeck::source::Source;
use tempfile::TempDir;

const DOT: &[u8] = include_bytes!("../../cases/ok/dot.png");

/// A JPEG of 3 × 2 pixels as far as its markers go: start, frame header, scan, end.
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\
    \xff\xc0\x00\x0b\x08\x00\x02\x00\x03\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\xd9";

/// A folder with a bank's folder in it, and a secret beside that.
fn folders() -> (TempDir, Images) {
    let outer = tempfile::tempdir().unwrap();
    let bank = outer.path().join("bank");
    fs::create_dir_all(bank.join("img")).unwrap();
    fs::write(outer.path().join("secret.png"), DOT).unwrap();
    fs::write(bank.join("img/My Dot.png"), DOT).unwrap();
    let images = Images::new(&bank);
    (outer, images)
}

fn dot_of(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = DOT.to_vec();
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    bytes
}

fn refusal(images: &Images, path: &str) -> String {
    images.load(path).map(|image| image.file_name.clone()).expect_err(path)
}

#[test]
fn a_picture_is_read_once_and_named_by_its_content() {
    let (outer, images) = folders();
    fs::write(outer.path().join("bank/a.jpg"), JPEG).unwrap();
    let dot = images.load("img/My Dot.png").unwrap();
    assert_eq!((dot.width, dot.height, dot.format), (1, 1, ImageFormat::Png));
    assert_eq!(dot.bytes, DOT);
    assert!(dot.file_name.starts_with("my-dot-") && dot.file_name.len() == "my-dot-01234567.png".len());
    assert!(std::sync::Arc::ptr_eq(&dot, &images.load("img/My Dot.png").unwrap()));
    let photo = images.load("a.jpg").unwrap();
    assert_eq!((photo.width, photo.height, photo.format), (3, 2, ImageFormat::Jpeg));
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let (outer, images) = folders();
    let absolute = outer.path().join("secret.png");
    let paths =
        ["../secret.png", "img/../../secret.png", "..\\secret.png", "", "/etc/passwd", "file:///etc/passwd", "a\0b"];
    for path in paths.into_iter().chain(absolute.to_str()) {
        assert!(refusal(&images, path).contains("stays in it"), "{path}");
    }
    assert_eq!(refusal(&images, "img"), "it is no regular file");
    assert_eq!(refusal(&images, "none.png"), "there is no such file below the bank's folder");
}

#[cfg(unix)]
#[test]
fn links_stay_inside_and_pipes_are_never_opened() {
    use std::os::unix::fs::symlink;
    let (outer, images) = folders();
    let bank = outer.path().join("bank");
    symlink("../secret.png", bank.join("out.png")).unwrap();
    symlink("..", bank.join("up")).unwrap();
    symlink("img/My Dot.png", bank.join("in.png")).unwrap();
    symlink("/dev/zero", bank.join("zero.png")).unwrap();
    symlink("loop.png", bank.join("loop.png")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(bank.join("pipe.png")).status().unwrap();
    assert!(made.success());
    assert!(images.load("in.png").is_ok());
    for path in ["out.png", "up/secret.png", "zero.png"] {
        assert_eq!(refusal(&images, path), "a symbolic link leads out of the bank's folder", "{path}");
    }
    assert_eq!(refusal(&images, "pipe.png"), "it is no regular file");
    assert_eq!(refusal(&images, "loop.png"), "there is no such file below the bank's folder");
}

#[test]
fn only_whole_pictures_of_sane_size_are_taken() {
    let (outer, images) = folders();
    let bank = outer.path().join("bank");
    let mut changed = DOT.to_vec();
    changed[45] ^= 0xff;
    let files: [(&str, &[u8], &str); 12] = [
        ("empty.png", b"", "the file is empty"),
        ("gif.png", b"GIF89a\x01\0\x01\0\0\0\0;", "it is neither PNG nor JPEG"),
        ("text.png", b"title: T\n", "it is neither PNG nor JPEG"),
        ("cut.png", &DOT[..DOT.len() - 9], "the file is cut short"),
        ("header.png", &DOT[..30], "the file is cut short"),
        ("cut.jpg", &JPEG[..JPEG.len() - 2], "the file is cut short"),
        ("flat.png", &dot_of(0, 5), "it has no pixels"),
        ("wide.png", &dot_of(16_385, 1), "it has 16385 × 1 pixels; the limit is 16384 a side"),
        ("huge.png", &dot_of(u32::MAX, u32::MAX), "it has 4294967295 × 4294967295 pixels; the limit is 16384 a side"),
        ("area.png", &dot_of(8_000, 8_000), "it has 8000 × 8000 pixels; the limit is 40 million in all"),
        ("lie.png", &dot_of(2_000, 2_000), "its data is damaged; save it anew"),
        ("changed.png", &changed, "its data is damaged; save it anew"),
    ];
    for (name, bytes, expected) in files {
        fs::write(bank.join(name), bytes).unwrap();
        assert_eq!(refusal(&images, name), expected, "{name}");
    }
    let large = fs::File::create(bank.join("large.png")).unwrap();
    large.set_len(33 << 20).unwrap();
    assert_eq!(refusal(&images, "large.png"), "it has 33 MB; the limit is 32 MB");
}

#[test]
fn many_questions_may_show_one_picture_at_once() {
    let (outer, _) = folders();
    let entry =
        |number| format!("      - id: q{number}\n        question: Q?\n        short: '![a](<img/My Dot.png>)'\n");
    let text = super::with_keys("        short: x\n") + &(0..100).map(entry).collect::<String>();
    for _ in 0..3 {
        let source = Source::new(Path::new(&outer.path().join("bank/b.yaml")), text.clone());
        assert!(bank::check(&source).0.is_some());
    }
}

#[test]
fn a_refused_image_is_an_error_at_its_place() {
    let (outer, _) = folders();
    let text = super::with_keys("        short: |\n          ![a](img/none.png) ![b](<img/My Dot.png>)\n");
    let source = Source::new(Path::new(&outer.path().join("bank/b.yaml")), text.clone());
    let (bank, report) = bank::check(&source);
    let report = super::without(report, Code::NoSource);
    assert!(bank.is_none());
    assert_eq!(super::pointed_at(&text, &report), ["![a](img/none.png)"]);
}
