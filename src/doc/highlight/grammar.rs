//! The languages that are coloured, by the names that stand after code fences, and their grammars.

use std::sync::OnceLock;

use tree_sitter::Language;

use super::rules::{self, Kind};

/// A language that can be coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grammar {
    Bash,
    C,
    /// Through the grammar of C, whose mistakes cost less than the 3.4 MB of its own: see `words`.
    Cpp,
    Css,
    Go,
    /// And XML, and templates of Django and Jinja.
    Html,
    Java,
    JavaScript,
    Json,
    Python,
    Rust,
    Sql,
    Toml,
    Tsx,
    TypeScript,
    Yaml,
}

/// How many [`Grammar`]s there are.
const COUNT: usize = Grammar::Yaml as usize + 1;

/// A grammar, and what its kinds of nodes mean for colours.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) language: Language,
    kinds: Vec<Kind>,
}

impl Grammar {
    /// The grammar of a language, by any of its names in any case.
    pub(super) fn named(language: &str) -> Option<Self> {
        Some(match language.to_ascii_lowercase().as_str() {
            "bash" | "sh" | "shell" | "zsh" | "ksh" | "console" | "terminal" | "shell-session" | "shellsession"
            | "sh-session" | "bash-session" => Self::Bash,
            "c" | "h" => Self::C,
            "cpp" | "c++" | "cc" | "cxx" | "hpp" | "hh" => Self::Cpp,
            "css" | "scss" | "less" => Self::Css,
            "go" | "golang" => Self::Go,
            "html" | "htm" | "xhtml" | "xml" | "svg" | "vue" | "django" | "htmldjango" | "django-html"
            | "html+django" | "jinja" | "jinja2" | "html+jinja" => Self::Html,
            "java" => Self::Java,
            "javascript" | "js" | "jsx" | "mjs" | "cjs" | "node" => Self::JavaScript,
            "json" | "jsonc" | "json5" => Self::Json,
            "python" | "py" | "python3" | "py3" | "python2" | "pycon" | "ipython" | "pyi" => Self::Python,
            "rust" | "rs" => Self::Rust,
            "sql" | "postgresql" | "postgres" | "psql" | "mysql" | "sqlite" | "plpgsql" => Self::Sql,
            "toml" => Self::Toml,
            "tsx" => Self::Tsx,
            "typescript" | "ts" => Self::TypeScript,
            "yaml" | "yml" => Self::Yaml,
            _ => return None,
        })
    }

    /// Its table, made when first asked for.
    pub(super) fn table(self) -> &'static Table {
        static TABLES: [OnceLock<Table>; COUNT] = [const { OnceLock::new() }; COUNT];
        TABLES[self as usize].get_or_init(|| Table::new(self))
    }

    fn language(self) -> Language {
        match self {
            Self::Bash => tree_sitter_bash::LANGUAGE,
            Self::C | Self::Cpp => tree_sitter_c::LANGUAGE,
            Self::Css => tree_sitter_css::LANGUAGE,
            Self::Go => tree_sitter_go::LANGUAGE,
            Self::Html => tree_sitter_html::LANGUAGE,
            Self::Java => tree_sitter_java::LANGUAGE,
            Self::JavaScript => tree_sitter_javascript::LANGUAGE,
            Self::Json => tree_sitter_json::LANGUAGE,
            Self::Python => tree_sitter_python::LANGUAGE,
            Self::Rust => tree_sitter_rust::LANGUAGE,
            Self::Sql => tree_sitter_sequel::LANGUAGE,
            Self::Toml => tree_sitter_toml_ng::LANGUAGE,
            Self::Tsx => tree_sitter_typescript::LANGUAGE_TSX,
            Self::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
            Self::Yaml => tree_sitter_yaml::LANGUAGE,
        }
        .into()
    }
}

impl Table {
    fn new(grammar: Grammar) -> Self {
        let language = grammar.language();
        let count = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
        let kind = |id| {
            let name = language.node_kind_for_id(id).unwrap_or_default();
            rules::kind(grammar, name, language.node_kind_is_named(id))
        };
        let kinds = (0..count).map(kind).collect();
        Self { language, kinds }
    }

    /// What a kind of node means; an error's id is beyond the table.
    pub(super) fn kind(&self, id: u16) -> Kind {
        self.kinds.get(usize::from(id)).copied().unwrap_or(Kind::ERROR)
    }

    /// Whether a word is one of the grammar's own.
    pub(super) fn reserves(&self, word: &str) -> bool {
        let is_word = word.len() > 1 && word.starts_with(|first: char| first.is_ascii_alphabetic());
        let of_sql = || self.language.id_for_node_kind(&format!("keyword_{}", word.to_ascii_lowercase()), true);
        is_word && (self.language.id_for_node_kind(word, false) != 0 || of_sql() != 0)
    }
}
