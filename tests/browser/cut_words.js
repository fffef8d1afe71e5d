// Words that a reader cannot read in full: cut by a box that hides what stands out of it, wider than the window, or
// outside the drawing that they belong to. Inside a box that scrolls by itself everything can be reached.
() => {
    // Streamlit's own: a multiselect keeps what is chosen in one line that scrolls, a phone the navigation out of sight.
    const theirs = "[data-testid='stMultiSelect'], [data-testid='stSidebar'][data-collapsed='true']";
    const boxed = "h1, h2, h3, button, td, th, summary, [data-testid='stPageLink-NavLink'] p, .stMarkdownBadge";
    const hides = (style) => ["hidden", "clip"].includes(style.overflowX);
    const scrolls = (style) => ["auto", "scroll"].includes(style.overflowX);
    const unseen = (element) => {
        const box = element.getBoundingClientRect();
        const hidden = element.closest(`style, script, [aria-hidden='true'], [data-testid='stIconMaterial'], ${theirs}`);
        return hidden || box.width <= 1 || box.height <= 1 || getComputedStyle(element).visibility === "hidden";
    };
    const limits = (element) => {
        let [left, right] = [-Infinity, Infinity];
        for (let above = element; above; above = above.parentElement) {
            const style = getComputedStyle(above);
            if (scrolls(style)) return [left, right];
            if (!hides(style)) continue;
            const box = above.getBoundingClientRect();
            [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
        }
        return [Math.max(left, 0), Math.min(right, innerWidth)];
    };
    const found = [];
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const node = words.currentNode;
        if (!node.textContent.trim() || unseen(node.parentElement)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const [left, right] = limits(node.parentElement);
        const out = [...range.getClientRects()].some((box) => box.width && (box.left < left - 1 || box.right > right + 1));
        if (out) found.push(node.textContent.trim());
    }
    for (const element of document.querySelectorAll(boxed)) {
        if (unseen(element) || scrolls(getComputedStyle(element))) continue;
        if (element.clientWidth && element.scrollWidth > element.clientWidth + 1) found.push(element.textContent.trim());
    }
    for (const drawing of document.querySelectorAll("[data-testid='stVegaLiteChart'] svg.marks")) {
        const edge = drawing.getBoundingClientRect();
        for (const text of drawing.querySelectorAll("text")) {
            const box = text.getBoundingClientRect();
            // Above and below a line of text there is some air.
            const air = box.height / 4;
            const inside = box.left >= edge.left - 1 && box.right <= edge.right + 1
                && box.top >= edge.top - air && box.bottom <= edge.bottom + air;
            if (box.width && (!inside || text.textContent.endsWith("…"))) found.push(text.textContent);
        }
    }
    return [...new Set(found)];
}
