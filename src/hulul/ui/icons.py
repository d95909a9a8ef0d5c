"""The few drawings of the interface: strokes on a 24 by 24 grid, in the colour of the text around them."""

ICONS: dict[str, str] = {
    "home": "M4 11.5 12 5l8 6.5M6.5 10v9h11v-9M10 19v-5h4v5",
    "place": "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"
    "M12 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
    "rounds": "M5 6.5h14M5 12h14M5 17.5h14M8.5 4.5v4M15 10v4M11 15.5v4",
    "data": "M4.5 6h15v12h-15zM4.5 10h15M4.5 14h15M10 6v12",
    "compare": "M6 19v-8M10 19V5M14 19v-5M18 19V9",
    "gauge": "M4.5 17a8.5 8.5 0 1 1 15 0M12 14l4-5M12 14h.01",
    "flows": "M4 7h6c4 0 4 10 8 10h2M4 17h6c1.6 0 2.5-1.6 3.2-3.4M14.2 9.3C15 8 16 7 18 7h2M18 5l2 2-2 2M18 15l2 2-2 2",
    "upload": "M12 16V5M8 9l4-4 4 4M5 15v4h14v-4",
    "download": "M12 5v11M8 12l4 4 4-4M5 15v4h14v-4",
    "search": "M10.5 16.5a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM15 15l4.5 4.5",
    "more": "M6 12h.01M12 12h.01M18 12h.01",
    "theme": "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
    "account": "M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6zM5 20c.6-3.6 3.4-5.4 7-5.4s6.4 1.8 7 5.4",
    "language": "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM4 12h16"
    "M12 4c2.4 2.4 3.4 5 3.4 8S14.4 17.6 12 20c-2.4-2.4-3.4-5-3.4-8S9.6 6.4 12 4z",
    "alert": "M12 4.5 21 19.5H3zM12 10v4.5M12 17h.01",
    "error": "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM9 9l6 6M15 9l-6 6",
    "success": "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM8.5 12.2l2.5 2.5 4.5-5",
    "info": "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 11v5M12 8h.01",
    "chart": "M4.5 19.5h15M5.5 15l4-4 3.5 2.5 5.5-6.5",
    "quality": "M5 12.5l4 4 10-10M5 6h6M5 20h14",
    "play": "M8 5.5v13l10.5-6.5z",
    "pause": "M9 6v12M15 6v12",
    "previous": "M14.5 6l-6 6 6 6",
    "next": "M9.5 6l6 6-6 6",
}  # fmt: skip

# Drawings that point along the line of reading are mirrored where it runs from right to left.
DIRECTIONAL = frozenset({"previous", "next", "play", "flows"})
