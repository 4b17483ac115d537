//! Lists on a screen, changed in place: a finger or the focus that is on a row stays there when the list is shown anew.

use slint::{Model, ModelRc, VecModel};

/// Makes what `model` shows equal to `rows`. Gives back the model to set: a new one only where none could be changed yet.
#[must_use]
pub fn update<T: Clone + PartialEq + 'static>(model: ModelRc<T>, rows: Vec<T>) -> ModelRc<T> {
    let Some(shown) = model.as_any().downcast_ref::<VecModel<T>>() else {
        return ModelRc::new(VecModel::from(rows));
    };
    if shown.row_count() != rows.len() {
        shown.set_vec(rows);
        return model;
    }
    for (at, row) in rows.into_iter().enumerate() {
        if shown.row_data(at).as_ref() != Some(&row) {
            shown.set_row_data(at, row);
        }
    }
    model
}
