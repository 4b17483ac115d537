//! What stands on a window: every item with its place, what of it is seen, its role, label and text.

use i_slint_core::{
    accessibility::AccessibleStringProperty,
    item_tree::{ItemRc, ParentItemTraversalMode},
    items::{AccessibleRole, ComplexText, Flickable, Orientation, SimpleText, TouchArea},
    lengths::LogicalRect,
    window::WindowInner,
};
use slint::Window;

/// An item of the window.
#[derive(Clone)]
pub struct Node {
    item: ItemRc,
    /// In window pixels.
    pub rect: LogicalRect,
    /// The part that no ancestor and no edge of the window cuts away.
    pub seen: LogicalRect,
}

/// A text's content, and the least room in which all of it can be drawn.
pub struct Words {
    pub text: String,
    pub needs_width: f32,
    pub needs_height: f32,
}

/// Every item that is seen, parents first.
pub fn nodes(window: &Window) -> Vec<Node> {
    let mut nodes = all(window);
    nodes.retain(|node| !node.seen.is_empty());
    nodes
}

/// Every item, parents first, those out of sight too.
pub fn all(window: &Window) -> Vec<Node> {
    let root = ItemRc::new_root(WindowInner::from_pub(window).component());
    let scale = window.scale_factor();
    let size = window.size().to_logical(scale);
    let whole = LogicalRect::new(Default::default(), [size.width, size.height].into());
    let mut found = Vec::new();
    collect(&root, whole, &mut found);
    found
}

/// Those that can be touched and read: of a sheet over the whole window, only what lies on it.
pub fn on_top(nodes: Vec<Node>) -> Vec<Node> {
    let Some(window) = nodes.first().map(|root| root.rect) else {
        return nodes;
    };
    // The first one is the ground that all the rest stands on.
    let covers = |node: &Node| node.is_touchable() && node.rect.contains_rect(&window);
    let sheet = nodes.iter().rposition(covers).unwrap_or(0);
    nodes.into_iter().skip(sheet).collect()
}

fn collect(item: &ItemRc, clip: LogicalRect, found: &mut Vec<Node>) {
    let geometry = item.geometry();
    let rect = LogicalRect::new(item.map_to_window(geometry.origin), geometry.size);
    let seen = rect.intersection(&clip).unwrap_or_default();
    let inside = if item.borrow().as_ref().clips_children() {
        seen
    } else {
        clip
    };
    found.push(Node {
        item: item.clone(),
        rect,
        seen,
    });
    let mut child = item.first_child();
    while let Some(item) = child {
        collect(&item, inside, found);
        child = item.next_sibling();
    }
}

impl Node {
    pub fn role(&self) -> AccessibleRole {
        self.item.accessible_role()
    }

    pub fn label(&self) -> String {
        self.string(AccessibleStringProperty::Label)
    }

    /// All that is said of it.
    pub fn says(&self) -> String {
        format!(
            "{} {}",
            self.label(),
            self.string(AccessibleStringProperty::Description)
        )
    }

    /// Whether this is the very same item.
    pub fn is(&self, other: &Node) -> bool {
        self.item == other.item
    }

    /// Something to type in.
    pub fn is_field(&self) -> bool {
        self.role() == AccessibleRole::TextInput
    }

    /// What is typed into it.
    pub fn value(&self) -> String {
        self.string(AccessibleStringProperty::Value)
    }

    /// Whether it answers to touch, as the accessibility tree says.
    pub fn is_control(&self) -> bool {
        matches!(
            self.role(),
            AccessibleRole::Button
                | AccessibleRole::Checkbox
                | AccessibleRole::Switch
                | AccessibleRole::RadioButton
                | AccessibleRole::Tab
                | AccessibleRole::ListItem
                | AccessibleRole::TextInput
        )
    }

    pub fn is_enabled(&self) -> bool {
        self.string(AccessibleStringProperty::Enabled) != "false"
    }

    /// A live touch area: something that fingers can hit.
    pub fn is_touchable(&self) -> bool {
        self.item
            .downcast::<TouchArea>()
            .is_some_and(|touch| touch.as_pin_ref().enabled())
    }

    pub fn is_scrolled_page(&self) -> bool {
        self.item.downcast::<Flickable>().is_some()
    }

    /// The nearest control around this item, or the item itself.
    pub fn control(&self, nodes: &[Node]) -> Option<Node> {
        self.around(nodes, Node::is_control)
    }

    /// The nearest item around this one, or itself, of which `is` holds.
    pub fn around(&self, nodes: &[Node], is: impl Fn(&Node) -> bool) -> Option<Node> {
        let mut item = Some(self.item.clone());
        while let Some(at) = item {
            let node = nodes.iter().find(|node| node.item == at);
            if let Some(node) = node.filter(|node| is(node)) {
                return Some(node.clone());
            }
            item = at.parent_item(ParentItemTraversalMode::StopAtPopups);
        }
        None
    }

    /// The item's text, where it is one and not empty.
    pub fn words(&self) -> Option<Words> {
        let complex = self.item.downcast::<ComplexText>().map(|text| text.as_pin_ref().text());
        let simple = || self.item.downcast::<SimpleText>().map(|text| text.as_pin_ref().text());
        let text = complex.or_else(simple)?.to_string();
        if text.trim().is_empty() {
            return None;
        }
        let adapter = self.item.window_adapter()?;
        let least = |orientation| {
            let item = self.item.borrow();
            item.as_ref().layout_info(orientation, -1., &adapter, &self.item).min
        };
        Some(Words {
            text,
            needs_width: least(Orientation::Horizontal),
            needs_height: least(Orientation::Vertical),
        })
    }

    /// Of a text, in pixels.
    pub fn font_size(&self) -> f32 {
        let complex = self
            .item
            .downcast::<ComplexText>()
            .map(|text| text.as_pin_ref().font_size());
        let simple = || {
            self.item
                .downcast::<SimpleText>()
                .map(|text| text.as_pin_ref().font_size())
        };
        complex.or_else(simple).map_or(0.0, |size| size.get())
    }

    fn string(&self, what: AccessibleStringProperty) -> String {
        self.item
            .accessible_string_property(what)
            .map(|text| text.to_string())
            .unwrap_or_default()
    }
}
