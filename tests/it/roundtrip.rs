//! Handout → parse → the same tree, whatever the tree; and no text of any kind makes the parser panic.

use std::sync::Arc;

use prepdeck::doc::image::ImageFormat;
use prepdeck::doc::{
    Alert, Alignment, Block, Code, Heading, Image, Inline, Item, Link, List, Picture, Table, Target, canonical, parse,
};
use prepdeck::render::handout;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::fuzz_cases::markdown::shown;

const FOLDER: &str = "python-images";

fn image() -> Arc<Image> {
    Arc::new(Image {
        path: "ring.png".into(),
        bytes: vec![1],
        format: ImageFormat::Png,
        width: 1,
        height: 1,
        file_name: "ring-0badcafe.png".into(),
    })
}

fn load(path: &str) -> Result<Arc<Image>, String> {
    if path == format!("{FOLDER}/ring-0badcafe.png") { Ok(image()) } else { Err(format!("no file {path}")) }
}

fn read(markdown: &str) -> Vec<Block> {
    parse::blocks(markdown, &load).value
}

/// Words that Markdown or GitHub could take for something else, and some that are just words.
const AWKWARD: &[&str] = &[
    "word",
    "x",
    "7",
    "1.",
    "12)",
    "-",
    "--",
    "---",
    "- -",
    "+",
    "*",
    "**",
    "***",
    "*args",
    "**kwargs",
    "a*b",
    "a * b",
    "_",
    "__",
    "__init__",
    "snake_case",
    "_private",
    "~",
    "~~",
    "~5",
    "~~~",
    "`",
    "``",
    "```",
    "#",
    "##",
    "C#",
    "#12",
    "# a",
    ">",
    "> a",
    "=",
    "===",
    "|",
    "||",
    "a|b",
    ":-",
    ":--:",
    "[",
    "]",
    "](",
    "[a](b)",
    "[a]:",
    "[^1]",
    "[ ]",
    "[x]",
    "[!NOTE]",
    "![",
    "!",
    "<",
    "<b>",
    "</b>",
    "<br>",
    "<T>",
    "List<T>",
    "<!--",
    "-->",
    "<!-- -->",
    "<?",
    "a < b",
    "&",
    "&amp;",
    "&#35;",
    "R&D",
    "\\",
    "\\\\",
    "\\n",
    "\\*",
    "C:\\",
    "$",
    "$x$",
    "$5",
    "$$",
    ":smile:",
    ":+1:",
    "::",
    "a:b:c",
    "@name",
    "@",
    "a@b.example",
    "(@x",
    "https://a.example/b?c=d&e",
    "http://",
    "www.a.example",
    "mailto:a@b.c",
    "ftp://x",
    "\"",
    "'",
    "(",
    ")",
    "{{c1::x}}",
    "é",
    "日本",
    "\u{a0}",
    "…",
    "„",
    "—",
    "👩‍🚀",
    "\u{301}",
    "\u{200b}",
    "€",
    "\u{fdd0}1\u{fdd1}",
    "\u{2028}",
    "%",
    "^",
    ";",
    ",",
    ".",
    "/",
    "?",
];

fn awkward() -> impl Strategy<Value = String> {
    vec((select(AWKWARD), select(&["", "", " "][..])), 1..6)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, space)| [word, space]).collect::<String>())
}

/// Text that the parser would give: white space single, none at the ends.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => awkward(),
        1 => "[ -~]{1,12}",
        1 => "[a-z*_~`\\[\\]<>&!#$:@|\\\\ ]{1,16}",
        1 => any::<String>(),
    ]
    .prop_map(|text| {
        let text: String = text.chars().filter(|character| !character.is_control()).collect();
        text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    })
}

fn code_text() -> impl Strategy<Value = String> {
    prop_oneof![
        vec(
            select(
                &["x = 1", "", "    y", "\tz", "```", "````", "~~~", "> a", "- b", "# c", "|", "\\", "<b>", "  "][..]
            ),
            0..5
        )
        .prop_map(|lines| lines.join("\n")),
        "[ -~]{0,20}",
    ]
}

fn url() -> impl Strategy<Value = String> {
    select(
        &[
            "https://docs.python.org/3/",
            "http://a.example/(b)_c*d",
            "https://a.example/)(",
            "https://a.example/?a=1&copy;=2&b#c",
            "https://a.example/?a=1&b=2",
            "mailto:a@b.example",
            "HTTPS://A.EXAMPLE",
            "https://[::1]/~x",
        ][..],
    )
    .prop_map(str::to_owned)
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        url().prop_map(Target::Url),
        select(&["list-vs-tuple", "a.b_c"][..]).prop_map(|id| Target::Question(id.to_owned())),
    ]
}

fn leaf() -> impl Strategy<Value = Inline> {
    prop_oneof![
        8 => text().prop_map(Inline::Text),
        2 => text().prop_map(Inline::Code),
        1 => select(&["`", "``", " a", "b ", " c ", " ", "a|b", "\\|", "a\\", "|", "`a`"][..]).prop_map(|code| Inline::Code(code.into())),
        1 => text().prop_map(|alt| Inline::Picture(Picture { image: image(), alt })),
        1 => Just(Inline::Break),
        1 => url().prop_map(|url| Inline::Link(Link { content: vec![Inline::Text(url.clone())], target: Target::Url(url) })),
    ]
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let inline = leaf().prop_recursive(3, 12, 3, |inner| {
        let content = vec(inner, 1..4);
        prop_oneof![
            3 => content.clone().prop_map(Inline::Emphasis),
            3 => content.clone().prop_map(Inline::Strong),
            2 => content.clone().prop_map(Inline::Strikethrough),
            1 => content.clone().prop_map(Inline::Subscript),
            1 => content.clone().prop_map(Inline::Superscript),
            1 => content.clone().prop_map(Inline::Keyboard),
            2 => (target(), content).prop_map(|(target, content)| Inline::Link(Link { target, content })),
        ]
    });
    vec(inline, 0..5)
}

fn code() -> impl Strategy<Value = Code> {
    let language = select(&["", "python", "c++", "c#", "output", "a`b", "a\\b", "&amp;", "~x"][..]);
    (language, code_text(), option::of(code_text())).prop_map(|(language, text, output)| Code {
        language: language.into(),
        text,
        output,
        ..Code::default()
    })
}

fn table() -> impl Strategy<Value = Table> {
    let alignment = select(&[Alignment::None, Alignment::Left, Alignment::Center, Alignment::Right][..]);
    (vec(alignment, 1..4), 0..3_usize).prop_flat_map(|(columns, rows)| {
        let width = columns.len();
        (Just(columns), vec(inlines(), width), vec(vec(inlines(), width), rows))
            .prop_map(|(columns, head, rows)| Table { columns, head, rows })
    })
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let block = prop_oneof![
        6 => inlines().prop_map(Block::Paragraph),
        1 => (1..=6_u8, inlines()).prop_map(|(level, content)| Block::Heading(Heading { level, content })),
        2 => code().prop_map(Block::Code),
        2 => table().prop_map(Block::Table),
        1 => Just(Block::Rule),
    ]
    .prop_recursive(3, 24, 4, |inner| {
        let item = (option::weighted(0.2, any::<bool>()), vec(inner.clone(), 0..4))
            .prop_map(|(task, blocks)| Item { task, blocks });
        let start = option::of(select(&[0, 1, 2, 9, 99, 999_999_999_u64][..]));
        let list = (start, any::<bool>(), vec(item, 1..4))
            .prop_map(|(start, tight, items)| Block::List(List { start, tight, items }));
        let alert =
            (select(&Alert::ALL[..]), vec(inner.clone(), 1..3)).prop_map(|(alert, blocks)| Block::Alert(alert, blocks));
        prop_oneof![1 => vec(inner, 1..3).prop_map(Block::Quote), 1 => alert, 3 => list]
    });
    vec(block, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn what_the_handout_writes_parses_back_to_the_same_tree(tree in blocks()) {
        let tree = canonical::blocks(tree);
        let markdown = handout::markdown(&tree, FOLDER, "Output");
        prop_assert_eq!(read(&markdown), tree, "{}", markdown);
    }

    #[test]
    fn any_text_parses_and_what_is_written_of_it_parses_back(markdown in markdown()) {
        let tree = shown(read(&markdown));
        let written = handout::markdown(&tree, FOLDER, "");
        prop_assert_eq!(read(&written), tree, "{}", written);
        let line = parse::inlines(&markdown, &load);
        for finding in line.findings.into_iter().chain(parse::blocks(&markdown, &load).findings) {
            prop_assert!(markdown.get(finding.range.clone()).is_some(), "{:?}", finding);
        }
    }
}

/// Enough for a run of the tests; `PROPTEST_CASES` for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(256)
}

/// Markdown that people write, and Markdown that nobody would.
fn markdown() -> impl Strategy<Value = String> {
    let marks = select(
        &[
            "\n",
            "\n",
            "\n\n",
            " ",
            "  ",
            "    ",
            "\t",
            "- ",
            "1. ",
            "2) ",
            "> ",
            "# ",
            "```",
            "```python\n",
            "```output\n",
            "---",
            "===",
            "| a | b |\n|---|---|\n",
            "|",
            "*",
            "**",
            "_",
            "~~",
            "`",
            "[a](b)",
            "[a]: http://b.example\n",
            "[a]",
            "![a](b)",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<code>",
            "</code>",
            "<br>",
            "<div>",
            "\n<div>\n",
            "<!-- -->",
            "<!--",
            "- [ ] ",
            "- [x] ",
            "[^1]",
            "[^1]: ",
            "\\",
            "&#32;",
            "&nbsp;",
            "<https://a.example>",
            "\r",
            "\r\n",
            "\u{0}",
            "***",
        ][..],
    );
    let part = prop_oneof![3 => marks.prop_map(str::to_owned), 2 => select(AWKWARD).prop_map(str::to_owned), 1 => any::<String>()];
    vec(part, 0..24).prop_map(|parts| parts.concat())
}
