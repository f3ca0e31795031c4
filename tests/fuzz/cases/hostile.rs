//! Banks made to use up time, memory or stack: each is written in as many pieces as asked for.
//!
//! Small, they are part of the tests; in full size, `fuzz --hostile` tells what each of them costs.

use std::fmt::Write;

/// A bank that can be as large as one likes.
pub struct Hostile {
    /// What there is too much of.
    pub name: &'static str,
    /// The bank with so many of it.
    pub make: fn(usize) -> String,
    #[allow(dead_code, reason = "for the fuzz program")]
    /// How many are as much as anybody could think of.
    pub full: usize,
    #[allow(dead_code, reason = "for the tests")]
    /// How many are enough for a test: what takes the square of this, or its stack, is noticed.
    pub small: usize,
}

const fn hostile(name: &'static str, full: usize, small: usize, make: fn(usize) -> String) -> Hostile {
    Hostile { name, make, full, small }
}

/// All of them.
pub const ALL: &[Hostile] = &[
    hostile("quotations in one another", 10_000, 10_000, |n| answer(&"> ".repeat(n))),
    hostile("lists in one another", 10_000, 10_000, |n| answer(&("- ".repeat(n) + "a"))),
    hostile("lists in one another, indented", 1_000, 300, indented),
    hostile("emphasis in emphasis", 10_000, 10_000, |n| answer(&format!("{}a{}", "*a ".repeat(n), " a*".repeat(n)))),
    hostile("brackets in brackets", 10_000, 10_000, |n| answer(&format!("{}a{}", "[".repeat(n), "]".repeat(n)))),
    hostile("links in links", 10_000, 10_000, |n| {
        answer(&format!("{}a{}", "[".repeat(n), "](https://a.example)".repeat(n)))
    }),
    hostile("pictures in pictures", 10_000, 10_000, |n| {
        answer(&format!("{}a{}", "![".repeat(n), "](dot.png)".repeat(n)))
    }),
    hostile("tags in tags", 10_000, 1_000, |n| answer(&format!("{}a{}", "<b><i>".repeat(n), "</i></b>".repeat(n)))),
    hostile("YAML in brackets", 10_000, 10_000, |n| "[".repeat(n)),
    hostile("YAML in dashes", 10_000, 10_000, |n| "- ".repeat(n)),
    hostile("an answer of lines, KB", 1_000, 64, |n| answer(&"a line of some words in an answer\n".repeat(n * 30))),
    hostile("an answer of paragraphs, KB", 1_000, 64, |n| {
        answer(&"a line of some words in an answer\n\n".repeat(n * 29))
    }),
    hostile("an answer of one word, KB", 1_000, 64, |n| answer(&"x".repeat(n << 10))),
    hostile("code, KB", 1_000, 31, |n| {
        answer(&format!("```python\n{}```\n", "x = [1, 2, 3]  # list\n".repeat(n * 44)))
    }),
    hostile("code on one line, KB", 1_000, 31, |n| answer(&format!("```python\n{}\n```\n", "x = 1; ".repeat(n * 146)))),
    hostile("a question, KB", 1_000, 64, |n| question(&"why ".repeat(n << 8))),
    hostile("a plain answer, MB", 20, 2, |n| key("answer", "word ".repeat(n << 18).trim_end())),
    hostile("a quoted answer, MB", 20, 2, |n| key("answer", &format!("\"{}\"", "word \\u00e9 ".repeat(n * 95_000)))),
    hostile("an answer of lines, MB", 20, 2, |n| answer(&"a line of some words in an answer\n".repeat(n * 30_000))),
    hostile("an answer of paragraphs, MB", 20, 2, |n| {
        answer(&"a line of some words in an answer\n\n".repeat(n * 30_000))
    }),
    hostile("an answer on one line, MB", 20, 2, |n| answer(&"word ".repeat(n << 18))),
    hostile("an answer of one word, MB", 20, 2, |n| answer(&"x".repeat(n << 20))),
    hostile("code, MB", 20, 2, |n| {
        answer(&format!("```python\n{}```\n", "x = [1, 2, 3]  # list\n".repeat(n * 47_000)))
    }),
    hostile("code on one line, MB", 20, 2, |n| answer(&format!("```python\n{}\n```\n", "x = 1; ".repeat(n * 150_000)))),
    hostile("a question, MB", 20, 2, |n| question(&"why ".repeat(n << 18))),
    hostile("letters of a title", 100_000, 10_000, |n| headed(&"T".repeat(n), "S")),
    hostile("words of a title", 100_000, 10_000, |n| headed(&"T ".repeat(n), "S")),
    hostile("letters of a section's title", 100_000, 10_000, |n| headed("T", &"S".repeat(n))),
    hostile("letters of a question's word", 100_000, 10_000, |n| question(&"q".repeat(n))),
    hostile("letters of a word of code", 100_000, 10_000, |n| {
        answer(&format!("```\n{}\n```\n`{}`", "c".repeat(n), "d".repeat(n)))
    }),
    hostile("letters of a word in a cell", 100_000, 10_000, |n| {
        answer(&format!("| a | b |\n|---|---|\n| {} | c |\n", "t".repeat(n)))
    }),
    hostile("letters of a word of a heading", 100_000, 10_000, |n| answer(&format!("# {}\n", "h".repeat(n)))),
    hostile("letters of an address", 100_000, 10_000, |n| answer(&format!("[a](https://a.example/{})", "u".repeat(n)))),
    hostile("letters of a source", 100_000, 10_000, |n| {
        key("sources", &format!("[https://a.example/{}]", "u".repeat(n)))
    }),
    hostile("letters of a tag", 100_000, 10_000, |n| key("tags", &format!("[{}]", "t".repeat(n)))),
    hostile("letters of an author", 100_000, 40_000, |n| format!("authors: [{}]\n", "a".repeat(n)) + &headed("T", "S")),
    hostile("letters to type", 100_000, 10_000, |n| key("typed", &"t".repeat(n))),
    hostile("letters of a picture's words", 100_000, 10_000, |n| answer(&format!("![{}](dot.png)", "p".repeat(n)))),
    hostile("questions", 5_000, 200, |n| {
        (0..n).fold(with_questions(), |text, number| text + &entry(number, "One line."))
    }),
    hostile("sections of one title", 5_000, 200, sections),
    hostile("columns", 200, 60, |n| {
        answer(&format!("{}|\n{}|\n{}|\n", "| a ".repeat(n), "|---".repeat(n), "| b ".repeat(n)))
    }),
    hostile("rows", 20_000, 300, |n| answer(&("| a | b |\n|---|---|\n".to_owned() + &"| c | d |\n".repeat(n)))),
    hostile("items", 100_000, 1_000, |n| answer(&"- item\n".repeat(n))),
    hostile("numbered items", 100_000, 1_000, |n| answer(&"999999999. item\n".repeat(n))),
    hostile("pitfalls", 20_000, 500, |n| key("pitfalls", &format!("[{}]", "a pitfall, ".repeat(n)))),
    hostile("pictures", 10_000, 300, |n| answer(&"![a](dot.png) ".repeat(n))),
    hostile("links", 50_000, 1_000, |n| answer(&"[a](https://a.example) ".repeat(n))),
    hostile("stars, KB", 1_024, 64, |n| answer(&"*".repeat(n << 10))),
    hostile("underscores, KB", 1_024, 64, |n| answer(&"_".repeat(n << 10))),
    hostile("underscores in a word, KB", 1_024, 64, |n| answer(&format!("a{}b", "_".repeat(n << 10)))),
    hostile("tildes, KB", 1_024, 64, |n| answer(&format!("a{}", "~".repeat(n << 10)))),
    hostile("open brackets, KB", 1_024, 64, |n| answer(&"[".repeat(n << 10))),
    hostile("backticks, KB", 1_024, 64, |n| answer(&"`".repeat(n << 10))),
    hostile("backticks of all lengths, KB", 1_024, 64, backticks),
    hostile("less-thans, KB", 1_024, 64, |n| answer(&"<".repeat(n << 10))),
    hostile("bars, KB", 1_024, 64, |n| answer(&"|".repeat(n << 10))),
    hostile("greater-thans, KB", 1_024, 64, |n| answer(&format!("a\n{}", ">".repeat(n << 10)))),
    hostile("words in stars, KB", 1_024, 64, |n| answer(&"*a **b ".repeat(n << 7))),
    hostile("dollars, KB", 1_024, 64, |n| answer(&"$a ".repeat(n * 341))),
    hostile("colons, KB", 1_024, 64, |n| answer(&"a:b ".repeat(n << 8))),
    hostile("at signs, KB", 1_024, 64, |n| answer(&"a@".repeat(n << 9))),
    hostile("ampersands, KB", 1_024, 64, |n| answer(&"&a".repeat(n << 9))),
    hostile("backslashes, KB", 1_024, 64, |n| answer(&"\\".repeat(n << 10))),
    hostile("comments opened, KB", 1_024, 64, |n| answer(&"<!--".repeat(n << 8))),
    hostile("declarations opened, KB", 1_024, 64, |n| answer(&"a <?a <!A ".repeat(n * 100))),
    hostile("footnotes, KB", 1_024, 64, |n| answer(&"[^1]: a\n\n".repeat(n * 110))),
    hostile("references, KB", 1_024, 64, |n| answer(&"[a][b] ".repeat(n * 146))),
    hostile("definitions, KB", 1_024, 64, definitions),
    hostile("tags on one line, KB", 1_024, 16, |n| answer(&"<x>".repeat(n * 341))),
    hostile("line separators, KB", 1_024, 64, |n| answer(&"a\u{2028}".repeat(n << 8))),
    hostile("marks on a letter, KB", 1_024, 64, |n| answer(&format!("e{}", "\u{301}".repeat(n << 9)))),
    hostile("joiners, KB", 1_024, 64, |n| answer(&"\u{1f468}\u{200d}".repeat(n * 146))),
    hostile("right to left, KB", 1_024, 64, |n| answer(&"\u{5d0}\u{202e}a ".repeat(n * 146))),
    hostile("characters of no face", 50_000, 2_000, no_face),
    hostile("keys that are none", 100_000, 2_000, |n| {
        (0..n).fold(with_keys(""), |text, key| text + &format!("        k{key}: x\n"))
    }),
    hostile("keys given twice", 50_000, 2_000, twice),
    hostile("related questions that are none", 20_000, 2_000, unknown),
    hostile("links to no question", 20_000, 2_000, |n| {
        answer(&(0..n).fold(String::new(), |text, id| text + &format!("[a](#x{id}) ")))
    }),
    hostile("tags", 20_000, 1_000, |n| {
        key("tags", &format!("[{}]", (0..n).fold(String::new(), |text, tag| text + &format!("t{tag}, "))))
    }),
    hostile("deletions", 20_000, 1_000, |n| key("cloze", &format!("\"{}\"", "{{c1::a}} ".repeat(n)))),
    hostile("deletions never closed", 100_000, 1_000, |n| key("cloze", &format!("\"{}\"", "{{c1::a ".repeat(n)))),
    hostile("aliases of a long text", 5_000, 50, |n| {
        key("short", &format!("&a \"{}\"\n        pitfalls: [{}]", "word ".repeat(n * 20), "*a,".repeat(n)))
    }),
    hostile("open quotes in MB", 20, 1, open_quotes),
    hostile("carriage returns, KB", 1_024, 64, |n| answer("a\nb\n").replace('\n', "\r") + &"\r".repeat(n << 10)),
];

/// A question with these keys, each indented by eight spaces.
fn with_keys(keys: &str) -> String {
    with_questions() + &format!("      - id: q\n        question: What?\n{keys}")
}

fn with_questions() -> String {
    "title: T\nid: t\nsections:\n  - title: S\n    questions:\n".to_owned()
}

fn entry(number: usize, short: &str) -> String {
    format!("      - id: q{number}\n        question: What is {number}?\n        short: {short}\n")
}

fn key(name: &str, value: &str) -> String {
    with_keys(&format!("        {name}: {value}\n"))
}

/// A question with this answer, as a block.
fn answer(text: &str) -> String {
    let mut block = String::with_capacity(text.len() + text.len() / 4);
    for line in text.split_inclusive('\n') {
        block.push_str("          ");
        block.push_str(line);
    }
    with_keys(&format!("        answer: |\n{block}\n"))
}

fn question(text: &str) -> String {
    format!("{}      - id: q\n        question: {}\n        short: x\n", with_questions(), text.trim_end())
}

fn headed(title: &str, section: &str) -> String {
    format!(
        "title: {title}\nid: t\nsections:\n  - title: {section}\n    questions:\n{}",
        (0..50).map(|number| entry(number, "x")).collect::<String>()
    )
}

fn sections(count: usize) -> String {
    let section = |number| format!("  - title: S\n    questions:\n{}", entry(number, "x"));
    (0..count).fold("title: T\nid: t\nsections:\n".to_owned(), |text, number| text + &section(number))
}

fn indented(depth: usize) -> String {
    let lines = (0..depth).map(|depth| format!("{}- a\n", "  ".repeat(depth)));
    answer(&lines.collect::<String>())
}

/// Runs of backticks, each longer than the one before.
fn backticks(kilobytes: usize) -> String {
    let mut text = String::new();
    for length in 1.. {
        text += &"`".repeat(length);
        text.push('a');
        if text.len() > kilobytes << 10 {
            break;
        }
    }
    answer(&text)
}

fn definitions(kilobytes: usize) -> String {
    let mut text = String::new();
    for number in 0..kilobytes * 25 {
        let _ = writeln!(text, "[a{number}]: https://a.example/{number}");
    }
    answer(&text)
}

/// A plane of characters that are wide, rare or none.
fn no_face(count: usize) -> String {
    let characters = (0x12000..0xe0000).filter_map(char::from_u32).filter(|character| !character.is_control());
    answer(&characters.take(count).collect::<String>())
}

/// Keys of a mapping whose keys may be anything: some twice, then as many once.
fn twice(count: usize) -> String {
    let runner = "{command: [x]}";
    let same = (0..count).map(|_| format!("  a: {runner}\n"));
    let other = (0..count).map(|number| format!("  b{number}: {runner}\n"));
    format!("title: T\nid: t\nrunners:\n{}sections: []\n", same.chain(other).collect::<String>())
}

/// Related questions of which none is there, though many are much like them.
fn unknown(count: usize) -> String {
    let entries: String = (0..count.min(1_900)).map(|number| entry(number, "x")).collect();
    let see = (0..count).fold(String::new(), |text, number| text + &format!("r{number}, "));
    format!("{}{entries}        see: [{see}]\n", with_questions())
}

/// A large bank with an open quote here and there.
fn open_quotes(megabytes: usize) -> String {
    let entries = megabytes * 14_000;
    let every = entries / 60;
    let short = |number| if number % every == 7 { "\"open" } else { "closed" };
    (0..entries).fold(with_questions(), |text, number| text + &entry(number, short(number)))
}
