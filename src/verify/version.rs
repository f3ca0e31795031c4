//! Versions of programs: numbers parted by dots.

use std::fmt;

/// A version; `3.13` and `3.13.0` are not the same, but neither is before the other.
#[derive(Clone, Debug)]
pub(super) struct Version(Vec<u64>);

impl Version {
    /// The first version that a text names: `Python 3.13.0`, `v24.1`, `go version go1.24.2 linux/amd64`. A lone number is
    /// one only where nothing with a dot is.
    pub(super) fn find(text: &str) -> Option<Self> {
        let runs = text.split(|character: char| !character.is_ascii_digit() && character != '.');
        let versions: Vec<Self> = runs.filter_map(|run| Self::parse(run.trim_matches('.'))).collect();
        versions.iter().find(|version| version.0.len() > 1).or(versions.first()).cloned()
    }

    fn parse(text: &str) -> Option<Self> {
        text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>().map(Self)
    }

    /// Whether this version is at least another; numbers that are not there are 0.
    pub(super) fn is_at_least(&self, other: &Self) -> bool {
        let length = self.0.len().max(other.0.len());
        let padded = |version: &Self| (0..length).map(|at| version.0.get(at).copied().unwrap_or(0)).collect::<Vec<_>>();
        padded(self) >= padded(other)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.0.iter().map(u64::to_string).collect();
        formatter.write_str(&parts.join("."))
    }
}
