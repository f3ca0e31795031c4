//! A day of the Gregorian calendar, as banks and locks write it: `YYYY-MM-DD`.

/// A day; earlier days are less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: u32,
    month: u32,
    of_month: u32,
}

impl Day {
    /// The day that a text states; `None` if there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [_, _, _, _, b'-', _, _, b'-', _, _] = text.as_bytes() else { return None };
        let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten();
        let mut numbers = text.split('-').map(number);
        let mut next = || numbers.next().flatten();
        let day = Self { year: next()?, month: next()?, of_month: next()? };
        (1..=day.month_length()).contains(&day.of_month).then_some(day)
    }

    /// Days in its month; none if there is no such month.
    fn month_length(self) -> u32 {
        let is_leap = self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap => 29,
            2 => 28,
            _ => 0,
        }
    }

    /// Whether it is more than a year before another day.
    #[must_use]
    pub fn is_a_year_before(self, later: Self) -> bool {
        Self { year: self.year + 1, ..self } < later
    }
}
