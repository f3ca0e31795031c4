//! A day of the Gregorian calendar, as banks, locks and the command line write it: `YYYY-MM-DD`.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A day; earlier days are less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// The day that a text states; `None` if there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [_, _, _, _, b'-', _, _, b'-', _, _] = text.as_bytes() else { return None };
        let mut numbers = text.split('-').map(|part| part.bytes().all(|byte| byte.is_ascii_digit()).then_some(part));
        let mut next = || numbers.next().flatten();
        let (year, month, day) = (next()?.parse().ok()?, next()?.parse().ok()?, next()?.parse().ok()?);
        Date::new(year, month, day).ok().map(Self)
    }

    /// The day, by UTC, of a time in seconds since 1970; `None` if that is beyond the calendar.
    #[must_use]
    pub fn of_time(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(|time| Self(time.to_zoned(TimeZone::UTC).date()))
    }

    /// How many days it is until a later one; negative if it is an earlier one.
    #[must_use]
    pub fn days_until(self, later: Self) -> i32 {
        self.0.until(later.0).map_or(0, |span| span.get_days())
    }

    /// So many days later; itself where the calendar ends before.
    #[must_use]
    pub fn after(self, days: i32) -> Self {
        self.0.checked_add(jiff::Span::new().days(days)).map_or(self, Self)
    }

    /// Whether it is more than a year before another day.
    #[must_use]
    pub fn is_a_year_before(self, later: Self) -> bool {
        self.0.checked_add(jiff::Span::new().years(1)).is_ok_and(|next| next < later.0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
