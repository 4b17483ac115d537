//! What can be computed of sums by adding and subtracting them: exact, in a prime field.

/// A prime: 2^61 - 1.
const P: u128 = (1 << 61) - 1;

/// All that can be computed of the rows that were added, kept as a basis in echelon form.
#[derive(Default)]
pub struct Span(Vec<Vec<u128>>);

impl Span {
    pub fn add(&mut self, row: &[bool]) {
        let rest = self.reduced(row);
        if let Some(at) = rest.iter().position(|&value| value != 0) {
            let inverse = power(rest[at], P - 2);
            self.0.push(rest.iter().map(|value| value * inverse % P).collect());
        }
    }

    pub fn holds(&self, row: &[bool]) -> bool {
        self.reduced(row).iter().all(|&value| value == 0)
    }

    /// What is left of a row when all that the basis can take away is taken.
    fn reduced(&self, row: &[bool]) -> Vec<u128> {
        let mut rest: Vec<u128> = row.iter().map(|&is_in| u128::from(is_in)).collect();
        for base in &self.0 {
            let pivot = base.iter().position(|&value| value != 0).unwrap();
            let times = rest[pivot];
            if times != 0 {
                for (value, taken) in rest.iter_mut().zip(base) {
                    *value = (*value + P - taken * times % P) % P;
                }
            }
        }
        rest
    }
}

fn power(base: u128, mut exponent: u128) -> u128 {
    let (mut result, mut square) = (1, base);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * square % P;
        }
        square = square * square % P;
        exponent /= 2;
    }
    result
}
