//! QR codes as pictures: one pixel a module, with the quiet zone; `ui/widgets/qr.slint` gives them their size.

use slint::{Image, Rgb8Pixel, SharedPixelBuffer};

use crate::queue::qr::QrMatrix;

/// Light modules on each side, as the standard asks.
const QUIET_ZONE: usize = 4;

const DARK: Rgb8Pixel = Rgb8Pixel { r: 0, g: 0, b: 0 };
const LIGHT: Rgb8Pixel = Rgb8Pixel { r: 255, g: 255, b: 255 };

/// The picture of what `payload` says; empty when it is too long for any code.
#[must_use]
pub fn image(payload: &str) -> Image {
    QrMatrix::of(payload).map(|matrix| draw(&matrix)).unwrap_or_default()
}

fn draw(matrix: &QrMatrix) -> Image {
    let side = matrix.side + 2 * QUIET_ZONE;
    let mut pixels = SharedPixelBuffer::<Rgb8Pixel>::new(side as u32, side as u32);
    let canvas = pixels.make_mut_slice();
    canvas.fill(LIGHT);
    for (at, _) in matrix.dark.iter().enumerate().filter(|(_, dark)| **dark) {
        let (row, column) = (at / matrix.side + QUIET_ZONE, at % matrix.side + QUIET_ZONE);
        canvas[row * side + column] = DARK;
    }
    Image::from_rgb8(pixels)
}
