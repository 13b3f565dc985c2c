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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The words of a page are read in one pass, whatever the page is.
 */
class HtmlTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "<html><h1>502 Bad Gateway</h1><hr>nginx</html> | 502 Bad Gateway nginx",
					"<!DOCTYPE html><title>404</title><p>No page | 404 No page",
					"<html><head><title>502 Bad Gateway</title></head><h1>502 Bad Gateway</h1> | 502 Bad Gateway",
					"<head><TITLE lang='en'>Busy</TITLE><script>var x = '<p>'</script></HEAD><p>Wait | Busy Wait",
					"<p>a<!-- <p>hidden --><script type='x'>hidden</script><style>hidden</style>b | a b",
					"<p>a<!-- never closed b | a<!-- never closed b", "<p>a<script>never closed | a never closed",
					"<p>1 < 2 > 0 | 1 < 2 > 0", "<p>cut in a tag <a href='x | cut in a tag <a href='x",
					"<scripture>shown</scripture> | shown",
					"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error> | AccessDenied",
					"<title>only a title</title> | only a title", "<p></p> | <p></p>", "<title> | <title>" })
	void whatABrowserShows(String page, String words) {
		assertThat(ServerError.bounded(HtmlText.of(page), 300)).isEqualTo(words);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<", "<!--", "<!---->", "<script", "<script>", "<script></script>", "</script>", "<style ",
			"<head>", "<title>", "<title></title>", "<a ", "<a>", "</", "<!", "<?", "<![CDATA[", "&", "&amp;", " ",
			"\n \t", "a", "a<b ", "-->", ">", "<p>a\u0130" })
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void takesOnePassWhateverIsRepeated(String part) {
		String page = "<html>" + part.repeat(4_000_000 / part.length());
		assertThat(ServerError.bounded(HtmlText.of(page), 300)).hasSizeLessThan(400);
	}

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aLongTitleIsLookedForInShort() {
		String page = "<title>" + "a".repeat(1_000_000) + "b</title>" + "a".repeat(1_000_000);
		assertThat(HtmlText.of(page).trim()).hasSize(2_000_002);
	}

	@Test
	void onlyMarkupMakesAPage() {
		assertThat(HtmlText.isPage("<HTML>")).isTrue();
		assertThat(HtmlText.isPage("<!DOCTYPE html>")).isTrue();
		assertThat(HtmlText.isPage("<?xml version=\"1.0\"?>")).isTrue();
		assertThat(HtmlText.isPage("<h1>Busy</h1>")).isTrue();
		assertThat(HtmlText.isPage("< 5 s")).isFalse();
		assertThat(HtmlText.isPage("<")).isFalse();
		assertThat(HtmlText.isPage("{}")).isFalse();
		assertThat(HtmlText.isPage("")).isFalse();
	}

}
