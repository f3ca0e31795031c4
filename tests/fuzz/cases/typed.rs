//! A bank as plain structs that serde-saphyr reads: the second opinion on what a file says.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_yaml::DuplicateKeyPolicy;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bank {
    pub title: String,
    pub id: Option<String>,
    pub language: Option<String>,
    pub description: Option<String>,
    pub authors: Option<Vec<String>>,
    pub license: Option<String>,
    pub version: Option<String>,
    pub homepage: Option<String>,
    pub deck: Option<String>,
    pub tags: Option<Vec<String>>,
    #[expect(dead_code, reason = "that they can be read as texts is all: the files are looked for by the checker")]
    pub fonts: Option<Vec<String>>,
    pub sheet: Option<Sheet>,
    pub labels: Option<Labels>,
    #[expect(dead_code, reason = "a bank does not keep what it allows")]
    pub allow: Option<Vec<String>>,
    #[expect(dead_code, reason = "a bank does not keep its runners: that they can be read is all")]
    pub runners: Option<BTreeMap<String, Runner>>,
    pub sections: Vec<Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub title: String,
    pub id: Option<String>,
    pub deck: Option<String>,
    pub level: Option<Level>,
    pub questions: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the fields are named as the bank's keys are")]
pub struct Question {
    pub id: String,
    pub question: String,
    pub setup: Option<String>,
    pub short: Option<String>,
    pub answer: Option<String>,
    pub pitfalls: Option<Vec<String>>,
    pub follow_ups: Option<Vec<String>>,
    pub see: Option<Vec<String>>,
    pub sources: Option<Vec<String>>,
    pub hint: Option<String>,
    pub level: Option<Level>,
    pub tags: Option<Vec<String>>,
    pub reverse: Option<bool>,
    pub typed: Option<String>,
    pub cloze: Option<String>,
    pub reviewed: Option<String>,
    pub retired: Option<bool>,
    pub was: Option<String>,
    #[expect(dead_code, reason = "a bank does not keep what it allows")]
    pub allow: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    pub paper: Option<Paper>,
    pub landscape: Option<bool>,
    pub columns: Option<f64>,
    pub size: Option<f64>,
    pub detail: Option<Detail>,
    pub accent: Option<String>,
    pub justify: Option<bool>,
    pub print_urls: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    pub short: Option<String>,
    pub answer: Option<String>,
    pub answers: Option<String>,
    pub pitfalls: Option<String>,
    pub follow_ups: Option<String>,
    pub sources: Option<String>,
    pub related: Option<String>,
    pub hint: Option<String>,
    pub output: Option<String>,
    pub note: Option<String>,
    pub tip: Option<String>,
    pub important: Option<String>,
    pub warning: Option<String>,
    pub caution: Option<String>,
    pub contents: Option<String>,
    pub unanswered: Option<String>,
    pub page: Option<String>,
    pub basic: Option<String>,
    pub intermediate: Option<String>,
    pub advanced: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "see the bank's runners")]
pub struct Runner {
    pub command: Vec<String>,
    pub version: Option<Vec<String>>,
    pub file: Option<String>,
    pub timeout: Option<f64>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Basic,
    Intermediate,
    Advanced,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    A4,
    Letter,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Detail {
    Short,
    Full,
}

/// Reads a bank as strictly as the crate can: booleans and untyped text of YAML 1.2, no merge keys, every tag known.
pub fn read(text: &str) -> Result<Bank, String> {
    let options = serde_yaml::options! {
        strict_booleans: true,
        no_schema: true,
        strict_indentation: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: serde_yaml::MergeKeyPolicy::AsOrdinary,
        reject_unsupported_tags: true,
        with_snippet: false,
        budget: serde_yaml::budget! { max_nodes: 10_000_000, max_events: 10_000_000, flow_nesting_limit: 64, max_depth: 64 },
    };
    serde_yaml::from_str_with_options(text, options).map_err(|error| error.to_string())
}
