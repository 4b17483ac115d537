//! Documents, value by value.

use toml::{Table, Value};

use super::{Difference, Step, What, entries};

/// What one amount is written in.
const AMOUNT: [&str; 2] = ["cents", "currency"];

pub fn compare(file: &str, was: &Table, is: &Table) -> Vec<Difference> {
    let mut walk = Walk {
        file,
        at: Vec::new(),
        found: Vec::new(),
    };
    walk.tables(was, is);
    walk.found
}

struct Walk<'a> {
    file: &'a str,
    at: Vec<Step>,
    found: Vec<Difference>,
}

impl Walk<'_> {
    fn tables(&mut self, was: &Table, is: &Table) {
        let (amount, is_amount) = (amount(was), amount(is));
        if amount != is_amount {
            self.tell(What::Value {
                was: amount,
                is: is_amount,
            });
        }
        let mut keys: Vec<&String> = is
            .keys()
            .chain(was.keys().filter(|key| !is.contains_key(*key)))
            .collect();
        keys.retain(|key| !AMOUNT.contains(&key.as_str()) && was.get(*key) != is.get(*key));
        for key in keys {
            self.values(key, was.get(key), is.get(key));
        }
    }

    fn values(&mut self, key: &str, was: Option<&Value>, is: Option<&Value>) {
        let lists = (entries::of(was), entries::of(is));
        if let (Some(was), Some(is)) = lists
            && !was.iter().chain(&is).any(|entry| entry.contains_key("days"))
        {
            return self.lists(key, &was, &is);
        }
        let none = Table::new();
        let table = |value: Option<&Value>| match value {
            None => Some(none.clone()),
            Some(value) => value.as_table().cloned(),
        };
        self.at.push(Step::Key(key.to_owned()));
        match (table(was), table(is)) {
            (Some(was), Some(is)) => self.tables(&was, &is),
            _ => self.tell(What::Value {
                was: was.cloned(),
                is: is.cloned(),
            }),
        }
        self.at.pop();
    }

    fn lists(&mut self, kind: &str, was: &[&Table], is: &[&Table]) {
        let (before, after) = (entries::ids(was), entries::ids(is));
        let pairs = entries::pairs(was, is);
        for pair in &pairs {
            let (entry, id) = match *pair {
                (_, Some(at)) => (is[at], &after[at]),
                (Some(at), None) => (was[at], &before[at]),
                (None, None) => continue,
            };
            self.at.push(Step::Entry {
                kind: kind.to_owned(),
                id: id.clone(),
                title: entries::title(entry),
            });
            match *pair {
                (Some(stood), Some(stands)) => self.tables(was[stood], is[stands]),
                (None, _) => self.tell(What::Added),
                (_, None) => self.tell(What::Removed),
            }
            self.at.pop();
        }
        let stood: Vec<usize> = pairs.iter().filter_map(|(was, is)| is.and(*was)).collect();
        if !stood.is_sorted() {
            self.tell(What::Order(kind.to_owned()));
        }
    }

    fn tell(&mut self, what: What) {
        self.found.push(Difference {
            file: self.file.to_owned(),
            at: self.at.clone(),
            what,
        });
    }
}

/// Amount and currency are one thing to people.
fn amount(table: &Table) -> Option<Value> {
    let both = AMOUNT
        .iter()
        .map(|key| Some(((*key).to_owned(), table.get(*key)?.clone())));
    both.collect::<Option<Table>>().map(Value::Table)
}
