/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Extracts the visible text of an HTML or XML page, in one pass, even if the page is
 * malformed.
 * <p>
 * An element without an end hides nothing: a script without one is read as text, because
 * the page may have been cut.
 */
final class HtmlText {

	/** A longer title adds nothing. */
	private static final int MAX_TITLE_LENGTH = 300;

	private final String page;

	private final End tag = new End(">");

	private final End comment = new End("-->");

	private final List<Invisible> invisible = new ArrayList<>();

	private HtmlText(String page) {
		this.page = page;
		for (String name : List.of("script", "style", "head")) {
			this.invisible.add(new Invisible(name));
		}
	}

	/**
	 * Whether a text is a page, because it begins with markup.
	 */
	static boolean isPage(String text) {
		return isMarkup(text, 0);
	}

	/**
	 * Returns the text of a page, with the title first unless the text contains it, or
	 * the page unchanged if it has no text.
	 */
	static String of(String page) {
		HtmlText text = new HtmlText(page);
		String visible = text.visible();
		String title = text.title();
		String all = visible.contains(title) ? visible : title + " " + visible;
		return all.isBlank() ? page : all;
	}

	private String visible() {
		StringBuilder visible = new StringBuilder();
		int position = 0;
		while (position < this.page.length()) {
			int open = this.page.indexOf('<', position);
			open = (open >= 0) ? open : this.page.length();
			visible.append(this.page, position, open);
			position = endOfMarkup(open);
			if (position > open) {
				visible.append(' ');
			}
			else if (open < this.page.length()) {
				visible.append('<');
				position++;
			}
		}
		return visible.toString();
	}

	/**
	 * Returns the position after the markup that begins at a position, or the same
	 * position if there is none.
	 */
	private int endOfMarkup(int open) {
		if (!isMarkup(this.page, open)) {
			return open;
		}
		int end = this.page.startsWith("<!--", open) ? this.comment.find(open) : -1;
		for (Invisible element : this.invisible) {
			end = (end < 0 && element.beginsAt(open)) ? element.end.find(open) : end;
		}
		end = (end < 0) ? this.tag.find(open) : end;
		return (end < 0) ? open : end;
	}

	private String title() {
		Invisible title = new Invisible("title");
		int open = -1;
		do {
			open = this.page.indexOf('<', open + 1);
		}
		while (open >= 0 && !title.beginsAt(open));
		int start = (open >= 0) ? this.page.indexOf('>', open) + 1 : 0;
		int end = (start > 0) ? this.page.indexOf('<', start) : -1;
		String text = (end >= 0) ? this.page.substring(start, Math.min(end, start + MAX_TITLE_LENGTH)) : "";
		return text.trim();
	}

	private static boolean isMarkup(String text, int open) {
		if (open + 1 >= text.length() || text.charAt(open) != '<') {
			return false;
		}
		char next = text.charAt(open + 1);
		return Character.isLetter(next) || next == '/' || next == '!' || next == '?';
	}

	/**
	 * An element whose content is not shown.
	 */
	private final class Invisible {

		private final String start;

		private final End end;

		Invisible(String name) {
			this.start = "<" + name;
			this.end = new End("</" + name + ">");
		}

		boolean beginsAt(int open) {
			int end = open + this.start.length();
			return HtmlText.this.page.regionMatches(true, open, this.start, 0, this.start.length())
					&& (end == HtmlText.this.page.length()
							|| !Character.isLetterOrDigit(HtmlText.this.page.charAt(end)));
		}

	}

	/**
	 * An end of markup. If it was not found once, it is not searched again, which would
	 * take quadratic time.
	 */
	private final class End {

		private final String text;

		private boolean missing;

		End(String text) {
			this.text = text;
		}

		/**
		 * Returns the position after the next end, or -1.
		 */
		int find(int from) {
			int last = HtmlText.this.page.length() - this.text.length();
			for (int i = from; i <= last && !this.missing; i++) {
				if (HtmlText.this.page.regionMatches(true, i, this.text, 0, this.text.length())) {
					return i + this.text.length();
				}
			}
			this.missing = true;
			return -1;
		}

	}

}
