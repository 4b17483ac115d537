//! What people said.

use std::collections::BTreeMap;

use parter::server::store::Store;

use crate::databases::{Sql, all};

const FACES: &str = "SELECT substr(bucket, 1, 7), coalesce(queue, '-'), face, count(*) FROM ratings WHERE NOT repeated
     GROUP BY substr(bucket, 1, 7), coalesce(queue, '-'), face";
const REPEATED: &str = "SELECT count(*) FROM ratings WHERE repeated";

pub async fn are_what_plain_sql_finds(store: &dyn Store, sql: &Sql) {
    let mut faces = BTreeMap::<[String; 3], u32>::new();
    let (mut repeated, mut reasons, mut answers) = (0, BTreeMap::new(), BTreeMap::new());
    for cell in all(store).await.days.iter().flat_map(|(_, facts)| &facts.ratings) {
        let month = cell.bucket.opens().format("%Y-%m").to_string();
        let queue = cell.queue.as_deref().unwrap_or("-");
        for (face, count) in (1..).zip(cell.faces).filter(|(_, count)| *count > 0) {
            let key = [month.clone(), queue.to_owned(), format!("{face}")];
            *faces.entry(key).or_default() += count;
        }
        repeated += cell.repeated;
        for (reason, count) in &cell.reasons {
            *reasons.entry(reason.clone()).or_insert(0) += count;
        }
        for (question, of) in &cell.answers {
            for (answer, count) in of {
                *answers.entry((question.clone(), answer.clone())).or_insert(0) += count;
            }
        }
    }
    let counted = |row: Vec<String>| {
        let [month, queue, face, count] = row.try_into().unwrap();
        ([month, queue, face], count.parse().unwrap())
    };
    let expected: BTreeMap<[String; 3], u32> = sql.rows(FACES).await.into_iter().map(counted).collect();
    assert!(expected.len() >= 20);
    assert_eq!(faces, expected);
    assert_eq!(vec![vec![repeated.to_string()]], sql.rows(REPEATED).await);
    assert_eq!((reasons.len(), answers.len()), (8, 9));
    for (reason, count) in reasons {
        assert_eq!(
            count.to_string(),
            counted_like(sql, "reasons", &format!("\"{reason}\"")).await
        );
    }
    for ((question, answer), count) in answers {
        let pair = format!("\"{question}\":\"{answer}\"");
        assert_eq!(count.to_string(), counted_like(sql, "answers", &pair).await);
    }
}

async fn counted_like(sql: &Sql, column: &str, text: &str) -> String {
    let select = format!("SELECT count(*) FROM ratings WHERE NOT repeated AND {column} LIKE '%{text}%'");
    sql.rows(&select).await.remove(0).remove(0)
}
