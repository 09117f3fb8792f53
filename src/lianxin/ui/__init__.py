"""The design system: layouts, components, forms, lists, error pages and the registry other rooms hang panels on."""
