//! Findings for people: rustc's look, by annotate-snippets, which this file alone knows.
//!
//! The renderer is given a window of a few lines, never the whole file, and long lines only in part.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::source::{Lines, Source, Span};

/// Places this many lines apart are still shown in one window, with the lines between left out.
const NEAR: usize = 200;

/// The longest line that is shown whole, in bytes; of a longer one, a part around the finding.
const LONG: usize = 400;

/// Every finding with the lines it speaks of, parted by blank lines; `color` adds a terminal's colours.
#[must_use]
pub fn human(source: &Source, diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let lines = Lines::new(source);
    let path = source.path().display().to_string();
    let view = View { text: source.text(), path: &path, lines: &lines };
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&[view.group(diagnostic)]));
        text.push_str("\n\n");
    }
    // Some terminals obey these: CSI is one of them.
    text.replace(|character| matches!(character, '\u{80}'..='\u{9f}'), "\u{fffd}")
}

struct View<'a> {
    text: &'a str,
    path: &'a str,
    lines: &'a Lines<'a>,
}

impl<'a> View<'a> {
    fn group(&self, diagnostic: &'a Diagnostic) -> Group<'a> {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
        let mut group = title.elements(self.snippets(diagnostic));
        for note in &diagnostic.notes {
            group = group.element(Level::NOTE.message(note.as_str()));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        group
    }

    /// The finding's own place with those near it, then each of the others.
    fn snippets(&self, diagnostic: &'a Diagnostic) -> Vec<Element<'a>> {
        let own = self.lines.line(diagnostic.span.start);
        let is_near = |span: &Span| self.lines.line(span.start).abs_diff(own) <= NEAR;
        let (near, far): (Vec<_>, Vec<_>) = diagnostic.related.iter().partition(|(span, _)| is_near(span));
        let mut places = vec![Place::new(AnnotationKind::Primary, diagnostic.span, diagnostic.label.as_deref())];
        places.extend(near.iter().map(|(span, words)| Place::new(AnnotationKind::Context, *span, Some(words))));
        let mut snippets = self.window(&places);
        for (span, words) in far {
            snippets.extend(self.window(&[Place::new(AnnotationKind::Context, *span, Some(words.as_str()))]));
        }
        snippets
    }

    /// The lines that some places span, marked; the first place is the one to name. Where one of the lines is long, each
    /// place is shown by itself.
    fn window(&self, places: &[Place<'a>]) -> Vec<Element<'a>> {
        let first = places.iter().map(|place| self.lines.line(place.span.start)).min().unwrap_or(0);
        let last = places.iter().map(|place| self.lines.line(place.span.end)).max().unwrap_or(0);
        let last = last.min(first + 2 * NEAR);
        if (first..=last).any(|line| self.is_long(line)) {
            return match places {
                [place] => self.part(*place),
                _ => places.iter().flat_map(|place| self.window(&[*place])).collect(),
            };
        }
        let window = Span::new(self.lines.span(first).start, self.lines.span(last).end);
        let snippet = Snippet::source(&self.text[window.range()])
            .path(self.path)
            .line_start(first + 1)
            .annotations(places.iter().map(|place| place.annotation(window)));
        vec![snippet.into()]
    }

    fn is_long(&self, line: usize) -> bool {
        let span = self.lines.span(line);
        span.end - span.start > LONG
    }

    /// A part of the first line of a place, around where it begins.
    fn part(&self, place: Place<'a>) -> Vec<Element<'a>> {
        let (line, column) = self.lines.position(place.span.start);
        let whole = self.lines.span(line - 1);
        let boundary = |at: usize| (at..=whole.end).find(|at| self.text.is_char_boundary(*at)).unwrap_or(whole.end);
        let start = boundary(place.span.start.saturating_sub(LONG / 8).clamp(whole.start, whole.end));
        let end = boundary((start + LONG / 4).min(whole.end));
        let window = Span::new(start, end);
        let snippet = Snippet::source(&self.text[window.range()]).line_start(line).annotation(place.annotation(window));
        vec![Origin::path(self.path).line(line).char_column(column).into(), snippet.into()]
    }
}

/// A place to mark, and what to say there.
#[derive(Clone, Copy)]
struct Place<'a> {
    kind: AnnotationKind,
    span: Span,
    words: Option<&'a str>,
}

impl<'a> Place<'a> {
    fn new(kind: AnnotationKind, span: Span, words: Option<&'a str>) -> Self {
        Self { kind, span, words }
    }

    fn annotation(&self, window: Span) -> Annotation<'a> {
        let start = self.span.start.clamp(window.start, window.end) - window.start;
        let end = self.span.end.clamp(window.start, window.end) - window.start;
        self.kind.span(start..end.max(start)).label(self.words)
    }
}
