package dev.tidemark.query.layout;

/**
 * A page in the navigation. Each feature with a page contributes one as a bean.
 *
 * @param order entries are shown in ascending order
 * @param path the address of the page
 * @param title the name in the navigation
 */
public record NavigationEntry(int order, String path, String title) {}
