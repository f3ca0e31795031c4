//! Paints a plan's text with genpdf: the second opinion of tests and bench, and `build --painter genpdf`.
//!
//! Enters: a plan. Leaves: the bytes of a PDF with the same words at the same places, and nothing else: genpdf knows
//! no fills, links, tags or outline, no shaping, and takes text from left to right. The only file that knows genpdf.
//!
//! genpdf's font sizes are whole points, so pages are painted larger by [`scale`].

use std::sync::Arc;

use genpdf::fonts::{Font, FontData, FontFamily};
use genpdf::render::Area;
use genpdf::style::{Color as GenpdfColor, Style};
use genpdf::{Context, Document, Element, Mm, Position, RenderResult, Size};

use super::fonts::{FaceId, Faces};
use super::plan::{Page, Plan, Run};

/// Millimetres in a point.
const MM: f64 = 25.4 / 72.0;

/// Paints a plan.
///
/// # Errors
/// In words, when genpdf cannot read a face or refuses a text.
pub fn paint(plan: &Plan) -> Result<Vec<u8>, String> {
    let scale = scale(plan);
    let mut families = families(plan.faces)?.into_iter();
    let first = families.next().ok_or("there are no faces")?;
    let mut document = Document::new(first);
    let mut fonts = vec![document.font_cache().default_font_family()];
    fonts.extend(families.map(|family| document.add_font_family(family)));
    document.set_title(plan.about.title.clone());
    document.set_paper_size(Size::new(mm(plan.width, scale), mm(plan.height, scale)));
    document.push(Pages { planned: plan.pages.clone(), next: 0, fonts, scale });
    let mut bytes = Vec::new();
    document.render(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// How much larger pages are painted: ten times, but never so much that a font size passes 255 points.
#[must_use]
pub fn scale(plan: &Plan) -> f32 {
    let sizes = plan.pages.iter().flat_map(runs).map(|run| run.size);
    let largest = sizes.fold(1.0_f32, f32::max);
    (255.0 / largest).floor().clamp(1.0, 10.0)
}

fn runs(page: &Page) -> impl Iterator<Item = &Run> {
    page.runs().chain(&page.furniture.runs)
}

fn mm(points: f32, scale: f32) -> Mm {
    Mm::from(f64::from(points) * f64::from(scale) * MM)
}

/// genpdf holds faces in families of four; these are only slots.
fn families(faces: &Faces) -> Result<Vec<FontFamily<FontData>>, String> {
    let count = u8::try_from(faces.len()).unwrap_or(u8::MAX);
    let load = |face: u8| {
        let file = faces.file(FaceId(face.min(count - 1)));
        FontData::new(file.bytes.to_vec(), None).map_err(|error| format!("{}: {error}", file.name))
    };
    (0..count)
        .step_by(4)
        .map(|slot| {
            let (regular, bold) = (load(slot)?, load(slot + 1)?);
            Ok(FontFamily { regular, bold, italic: load(slot + 2)?, bold_italic: load(slot + 3)? })
        })
        .collect()
}

/// The pages of a plan, one for each call of `render`.
struct Pages {
    planned: Vec<Page>,
    next: usize,
    fonts: Vec<FontFamily<Font>>,
    scale: f32,
}

impl Element for Pages {
    fn render(
        &mut self,
        context: &Context,
        area: Area<'_>,
        _style: Style,
    ) -> Result<RenderResult, genpdf::error::Error> {
        if let Some(page) = self.planned.get(self.next) {
            for run in runs(page) {
                self.run(context, &area, run)?;
            }
        }
        self.next += 1;
        Ok(RenderResult { size: area.size(), has_more: self.next < self.planned.len() })
    }
}

impl Pages {
    fn run(&self, context: &Context, area: &Area<'_>, run: &Run) -> Result<(), genpdf::error::Error> {
        let style = self.style(run);
        let height = style.font(&context.font_cache).glyph_height(style.font_size());
        let position = Position::new(mm(run.x, self.scale), mm(run.y, self.scale) - height);
        let text = Arc::clone(&run.shaped);
        if area.print_str(&context.font_cache, position, style, text.text.as_ref())? {
            return Ok(());
        }
        let kind = genpdf::error::ErrorKind::PageSizeExceeded;
        Err(genpdf::error::Error::new(format!("the text {:?} is off the page", text.text), kind))
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 255, see `scale`")]
    fn style(&self, run: &Run) -> Style {
        let face = usize::from(run.shaped.face.0);
        let size = (run.size * run.shaped.scale * self.scale).round() as u8;
        let color = GenpdfColor::Rgb(run.color.0, run.color.1, run.color.2);
        let style = Style::new().with_font_family(self.fonts[face / 4]).with_font_size(size).with_color(color);
        match face % 4 {
            0 => style,
            1 => style.bold(),
            2 => style.italic(),
            _ => style.bold().italic(),
        }
    }
}
