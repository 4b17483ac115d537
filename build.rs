//! A new file in `assets/packs` is a change of the program, which holds the packs.

fn main() {
    println!("cargo::rerun-if-changed=assets/packs");
}
