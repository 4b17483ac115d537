//! Forms of pages, filled as a browser fills them.

use crate::{given::between, staff::Seen};

/// The fields of the page's first form that has this address, as a browser would send them.
pub fn fields(page: &Seen, action: &str) -> Vec<(String, String)> {
    let form = between(&page.text, &format!("action=\"{action}\""), "</form>");
    let decoded = |text: &str| {
        let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
        text.replace("&amp;", "&")
    };
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(decoded(rest.split('"').next()?))
    };
    let mut fields = Vec::new();
    for part in form.split('<') {
        let Some((tag, inside)) = part.split_once('>') else {
            continue;
        };
        let kind = tag.split(' ').next().unwrap_or_default();
        let name = attribute(tag, "name");
        match (kind, name) {
            (_, Some(name)) if name == "csrf" || name == "do" => {}
            ("input", Some(name)) => {
                let is_tick = tag.contains("type=\"checkbox\"");
                if !is_tick || tag.ends_with(" checked") {
                    fields.push((name, attribute(tag, "value").unwrap_or_default()));
                }
            }
            ("textarea", Some(name)) => fields.push((name, decoded(inside))),
            ("select", Some(name)) => {
                let options = between(form, &format!("name=\"{name}\""), "</select>").to_owned();
                let chosen = options.split("<option").find(|option| option.contains(" selected"));
                let chosen = chosen.or_else(|| options.split("<option").nth(1)).unwrap();
                fields.push((name, attribute(chosen, "value").unwrap()));
            }
            _ => {}
        }
    }
    fields
}

/// Those fields, some of them with other values.
pub fn with<'a>(fields: &'a [(String, String)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let kept = kept.filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}
