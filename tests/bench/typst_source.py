"""A bank as a Typst document with the same words in the same order.

`typst_source.py BANK DETAIL FILE` writes one; the detail is `short` or `full`, as prepdeck's own.
"""

import sys
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

SHEET = Path(__file__).with_name("sheet.typ")

LEVELS = {"basic": "●○○", "intermediate": "●●○", "advanced": "●●●", None: ""}

ACTIVE = {ord(character): "\\" + character for character in "\\`*_$#<>@[]~\"'=+/-."}
"""What Typst would act on, somewhere or everywhere, in running text."""

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def document(bank: dict, full: bool) -> str:
    questions = [question for section in bank["sections"] for question in section["questions"]]
    numbers = {question["id"]: number for number, question in enumerate(questions, 1)}
    parts = [SHEET.read_text(encoding="utf-8"), head(bank)]
    for section in bank["sections"]:
        parts.append(f"#section[{escaped(section['title'])}]")
        for question in section["questions"]:
            level = LEVELS[question.get("level", section.get("level"))]
            parts += question_parts(question, level, numbers, full)
    return "\n\n".join(parts) + "\n"


def head(bank: dict) -> str:
    facts = " · ".join(["v" + bank["version"], bank["license"]])
    description = blocks(bank["description"])
    return f"#show: sheet.with(title: {quoted(bank['title'])}, description: [{description}], facts: {quoted(facts)})"


def question_parts(question: dict, level: str, numbers: dict, full: bool) -> list:
    number = numbers[question["id"]]
    title = inlines(PARSER.parseInline(question["question"])[0].children)
    parts = [f"#question({number}, {quoted(level)})[{title}] <{question['id']}>", blocks(question.get("setup", ""))]
    if full and "answer" in question:
        parts += ["#label(accent)[In short] " + blocks(question["short"]), blocks(question["answer"])]
    else:
        parts.append(blocks(question["short"]))
    parts.append(points('rgb("#a8321c")', "Pitfalls", question.get("pitfalls", [])))
    if full:
        parts.append(points("accent", "Follow-ups", question.get("follow_ups", [])))
    parts.append(see(question, numbers))
    if full:
        parts += [f"#source({quoted(address)})" for address in question.get("sources", [])]
    return [part for part in parts if part]


def points(color: str, title: str, texts: list) -> str:
    items = "".join(f"[{blocks(text)}]" for text in texts)
    return f"#points({color}, [{title}]){items}" if texts else ""


def see(question: dict, numbers: dict) -> str:
    links = ", ".join(f"link(<{other}>)[{numbers[other]}]" for other in question.get("see", []))
    return f"#see({links})" if links else ""


def blocks(markdown: str) -> str:
    """A text of the bank."""
    return "".join(block(token) for token in PARSER.parse(markdown)).strip()


def block(token) -> str:
    match token.type:
        case "paragraph_open" | "tbody_open" | "tbody_close" | "tr_open" | "tr_close":
            return ""
        case "paragraph_close":
            return "\n\n"
        case "inline":
            return inlines(token.children)
        case "fence" if token.info == "output":
            return f"#output({quoted(token.content.rstrip())})\n\n"
        case "fence":
            language = token.info.split(" ")[0]
            return f"#code({quoted(token.content.rstrip())}, language: {quoted(language)})\n\n"
        case "bullet_list_open":
            return "#list("
        case "ordered_list_open":
            return "#enum("
        case "bullet_list_close" | "ordered_list_close" | "table_close":
            return ")\n\n"
        case "list_item_open" | "th_open" | "td_open":
            return "["
        case "list_item_close" | "th_close" | "td_close":
            return "], "
        case "table_open":
            return "#tabular("
        case "thead_open":
            return "("
        case "thead_close":
            return "), "
        case "blockquote_open":
            return "#quote(block: true)["
        case "blockquote_close":
            return "]\n\n"
    raise NotImplementedError(token.type)


def inlines(tokens) -> str:
    return "".join(inline(token) for token in tokens)


def inline(token) -> str:
    match token.type:
        case "text":
            return escaped(token.content)
        case "softbreak":
            return " "
        case "hardbreak":
            return " \\ "
        case "code_inline":
            return f"#raw({quoted(token.content)});"
        case "strong_open":
            return "#strong["
        case "em_open":
            return "#emph["
        case "s_open":
            return "#strike["
        case "link_open":
            return f"#link({quoted(token.attrs['href'])})["
        case "strong_close" | "em_close" | "s_close" | "link_close":
            return "];"
    raise NotImplementedError(token.type)


def escaped(text: str) -> str:
    return text.translate(ACTIVE)


def quoted(text: str) -> str:
    """A Typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


if __name__ == "__main__":
    source, detail, target = sys.argv[1:]
    bank = yaml.load(Path(source).read_text(encoding="utf-8"), yaml.CSafeLoader)
    Path(target).write_text(document(bank, full=detail == "full"), encoding="utf-8")
