//! Studying towards a date: how many new cards a day it takes.
//!
//! Enters: the number of cards, today, the day of the interview. Leaves: a [`Plan`]. Never here: the clock.

use crate::bank::Day;

/// How to be ready in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// All cards of the deck.
    pub cards: usize,
    /// Days to study, today included, the day of the interview not.
    pub days: usize,
    /// New cards a day, in those days that have new ones.
    pub new_per_day: usize,
    /// The last day with new cards.
    pub last_new: Day,
    /// Days after that, for reviews alone: a card that was met yesterday for the first time is not known.
    pub review_days: usize,
}

impl Plan {
    /// The plan for an interview; `None` when it is today or was before, or when there is nothing to learn.
    #[must_use]
    pub fn until(interview: Day, today: Day, cards: usize) -> Option<Self> {
        let days = usize::try_from(today.days_until(interview)).ok().filter(|days| *days > 0 && cards > 0)?;
        // A quarter of the time, up to a week: Anki shows a new card again after one day, three, and a week.
        let review_days = if days == 1 { 0 } else { (days / 4).clamp(1, 7) };
        let new_per_day = cards.div_ceil(days - review_days);
        let new_days = cards.div_ceil(new_per_day);
        let last_new = today.after(i32::try_from(new_days - 1).unwrap_or(i32::MAX));
        Some(Self { cards, days, new_per_day, last_new, review_days: days - new_days })
    }
}
