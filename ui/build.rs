//! Compiles the screens with their fonts, icons and translations inside.

fn main() -> Result<(), slint_build::CompileError> {
    let config = slint_build::CompilerConfiguration::new()
        .with_style("fluent".into())
        .embed_resources(slint_build::EmbedResourcesKind::EmbedFiles)
        .with_bundled_translations("../assets/lang")
        .with_default_translation_context(slint_build::DefaultTranslationContext::None)
        // Tests find what they touch by its accessible label, which needs this.
        .with_debug_info(true);
    slint_build::compile_with_config("app.slint", config)
}
