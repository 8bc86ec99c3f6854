package dev.tidemark.query.layout;

/**
 * A page in the navigation. A feature that has a page contributes one as a bean.
 *
 * @param order its place: entries are shown in rising order
 * @param path the address of the page
 * @param title its name in the navigation
 */
public record NavigationEntry(int order, String path, String title) {}
