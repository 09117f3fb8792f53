"""The example town 示例镇: invented people, words and handling, played through the real actions."""
