//! A part's form as values, and back.

use super::super::{typed::Typed, week};
use crate::content::{
    edit::{
        Fault,
        part::{Kind, Part, Value},
        typed,
    },
    text::{Lang, LocalText},
};

pub fn fill(typed: &mut Typed, part: &Part, values: &[Value]) {
    for (field, value) in part.fields.iter().zip(values) {
        let name = field.name;
        match value {
            Value::Text(text) => typed.set_text(name, text.as_ref()),
            Value::Line(line) => typed.set(name, line.clone().unwrap_or_default()),
            Value::Lines(all) if field.kind == Kind::Lines => typed.set(name, all.join("\n")),
            Value::Lines(all) => all.iter().for_each(|one| typed.set(format!("{name}.{one}"), "yes")),
            Value::Day(day) => typed.set(name, day.map(|day| day.to_string()).unwrap_or_default()),
            Value::Number(number) => typed.set(name, number.map(|number| number.to_string()).unwrap_or_default()),
            Value::Flag(false) => {}
            Value::Flag(true) => typed.set(name, "yes"),
            Value::Week(meant) => week::fill(typed, meant),
            Value::Answers(all) => {
                for (at, (_, text)) in all.iter().enumerate() {
                    typed.set(format!("{name}.{at}.was"), at.to_string());
                    typed.set_text(&format!("{name}.{at}.text"), Some(text));
                }
            }
        }
    }
}

/// # Errors
/// Names every field with something that can't be meant.
pub fn values(typed: &Typed, part: &Part, languages: &[Lang]) -> Result<Vec<Value>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut values = Vec::new();
    for field in part.fields {
        match value(typed, (field.name, field.kind), languages) {
            Ok(value) => values.push(value),
            Err(mut wrong) => faults.append(&mut wrong),
        }
    }
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

fn value(typed: &Typed, (name, kind): (&str, Kind), languages: &[Lang]) -> Result<Value, Vec<Fault>> {
    let word = typed.get(name);
    let alone = |fault| vec![fault];
    Ok(match kind {
        Kind::Text => Value::Text(typed.text(name, languages)),
        Kind::Line | Kind::Letter | Kind::Choice(_) | Kind::One(_) => Value::Line(typed::line(word)),
        Kind::Lines => Value::Lines(word.lines().filter_map(typed::line).collect()),
        Kind::Choices(_) | Kind::Several(_) => Value::Lines(ticked(typed, name)),
        Kind::Day => Value::Day(typed::day(name, word).map_err(alone)?),
        Kind::Number => Value::Number(typed::number(name, word).map_err(alone)?),
        Kind::Flag => Value::Flag(typed.has(name)),
        Kind::Week => Value::Week(week::read(typed)?),
        Kind::Answers => Value::Answers(answers(typed, name, languages)),
    })
}

/// In the order of the form.
pub fn ticked(typed: &Typed, name: &str) -> Vec<String> {
    let fields = typed.fields();
    let ticked = fields.filter_map(|(field, _)| field.strip_prefix(name)?.strip_prefix('.'));
    ticked.map(str::to_owned).collect()
}

/// Rows that are wholly empty are none.
fn answers(typed: &Typed, name: &str, languages: &[Lang]) -> Vec<(Option<usize>, LocalText)> {
    let rows = (0..).map(|at| format!("{name}.{at}"));
    let rows = rows.take_while(|row| typed.has(&format!("{row}.was")));
    let answer = |row: String| {
        let text = typed.text(&format!("{row}.text"), languages)?;
        Some((typed.get(&format!("{row}.was")).parse().ok(), text))
    };
    rows.filter_map(answer).collect()
}

/// What people know an entry by: the first words of it.
pub fn title(values: &[Value], lang: &str) -> Option<String> {
    let text = values.iter().find_map(|value| match value {
        Value::Text(Some(text)) => Some(text.get(lang).to_owned()),
        _ => None,
    });
    let lines = values.iter().filter_map(|value| match value {
        Value::Line(Some(line)) => Some(line.as_str()),
        _ => None,
    });
    text.or_else(|| {
        let lines: Vec<&str> = lines.take(2).collect();
        (!lines.is_empty()).then(|| lines.join(" → "))
    })
}
