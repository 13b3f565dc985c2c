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

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Concealment}: what a gateway repeats of a request is not told on.
 */
class ConcealmentTests {

	private static final String KEY = "sk-own-0123456789abcdef";

	private static final String PROMPT = "My doctor says that I have a \"rare\" illness,\nwhat should I do about it?";

	private final Concealment concealment = new Concealment(List.of(KEY, "gateway-key-1"),
			() -> List.of("You are kind.", PROMPT, "Wie heißt 東京 auf Deutsch bitte?"));

	@ParameterizedTest
	@ValueSource(strings = { KEY, "Authorization: Bearer " + KEY, "{\"key\":\"" + KEY + "\"}", "cut: sk-own-012345",
			"cut: sk-o … (cut from 5000 characters)", "x-gateway: gateway-key-1", "someone else's sk-proj-abcdefghijkl",
			"Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30", "authorization: Basic dXNlcjpwYXNzd29yZDE=",
			"proxy http://user:passw0rd@proxy:3128" })
	void keysAreHidden(String said) {
		assertThat(this.concealment.of(said)).contains("***")
			.doesNotContain("sk-o", "gateway-key", "sk-proj", "eyJh", "dXNl", "passw0rd");
	}

	@Test
	void aKeyThatIsEncodedIsHidden() {
		String encoded = Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8));
		assertThat(this.concealment.of("x: " + encoded)).doesNotContain(encoded.substring(0, 12));
	}

	@ParameterizedTest
	@ValueSource(strings = { PROMPT, "{\"content\":\"My doctor says that I have a \\\"rare\\\" illness,\\nwhat should",
			"My doctor says that I have a &quot;rare&quot; illness, what",
			"My doctor\n  says that\n  I have a rare illness", "bad request: You are kind.",
			"<p>Wie hei&szlig;t &#26481;&#20140; auf Deutsch bitte?",
			"Wie hei\\u00dft \\u6771\\u4eac auf Deutsch bitte?",
			"{\\\"content\\\":\\\"My doctor says that I have a \\\\\\\"rare\\\\\\\" illness" })
	void thePromptIsHidden(String said) {
		assertThat(this.concealment.of("502 from upstream: " + said + " (end)")).startsWith("502 from upstream: ")
			.endsWith(" (end)")
			.contains("***")
			.doesNotContain("doctor", "illness", "kind", "Deutsch");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Open C:\\northern\\branch\\urgent.txt", "Open C:\\\\northern\\\\branch\\\\urgent.txt",
			"Ask R&D;northern about the branch", "Ask R&amp;D;northern about the branch" })
	void aPromptThatLooksEscapedItselfIsHidden(String said) {
		Concealment prompts = new Concealment(List.of(),
				() -> List.of("Open C:\\northern\\branch\\urgent.txt", "Ask R&D;northern about the branch"));
		assertThat(prompts.of("502: " + said + " (end)")).doesNotContain("orth", "ranch", "rgent");
	}

	/**
	 * Gateways repeat what they got in JSON, in a URL, or as it stands in another header.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "sk-a/b+c=0123456789", "gateway-key-0123456789", "K/y+0123456789" })
	void aKeyIsHiddenInEachSpelling(String key) {
		Concealment keys = new Concealment(List.of(key), List::of);
		String percent = URLEncoder.encode(key, StandardCharsets.UTF_8);
		String json = key.replace("/", "\\u002F").replace("+", "\\u002B").replace("=", "\\u003D");
		List<String> spellings = new ArrayList<>(List.of(key, key.replace("/", "\\/"), percent, json,
				percent.replace("%2F", "%2f").replace("%2B", "%2b").replace("%3D", "%3d"), percent.replace("%", "%25"),
				json.replace("002F", "002f").replace("002B", "002b").replace("003D", "003d")));
		for (String spelling : spellings) {
			assertThat(keys.of("denied: " + spelling + " (end)")).isEqualTo("denied: *** (end)");
		}
		for (String before : List.of("", "Bearer ", "a:", "me:")) {
			String plain = before + key + ":";
			for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
				String shown = keys.of("denied: " + encoder.encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
				assertThat(shown).contains("***").hasSizeLessThan(32);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bot not found", "The account has no subscription", "I have a problem", "My doctor",
			"Basic authentication required", "Bearer authentication is required", "kindly ask later" })
	void whatAServerSaysByItselfStays(String said) {
		assertThat(this.concealment.of(said)).isEqualTo(said);
	}

	@Test
	void charactersThatChangeHowALineIsReadAreShown() {
		assertThat(this.concealment.of("a\u202eb\u0007c\u001b[31md\u2028e\u0085f\ud83d\ude00\u200dg\u200e\ud800"))
			.isEqualTo("a\\u202eb\\u0007c\\u001b[31md\\u2028e\\u0085f\ud83d\ude00\u200dg\\u200e\\ud800");
		assertThat(this.concealment.of("one\r\n2026-01-01 ERROR two")).isEqualTo("one  2026-01-01 ERROR two");
	}

	@Test
	void aCauseThatSaysNothingIsTheSame() {
		Throwable cause = new ConnectException("Connection refused").initCause(new IOException("no route"));
		assertThat(this.concealment.of(cause)).isSameAs(cause);
		assertThat(this.concealment.of((Throwable) null)).isNull();
	}

	@Test
	void aCauseThatRepeatsAKeyOrThePromptIsReplacedWithAllItsOwn() {
		IOException cause = new IOException("outer", new IllegalArgumentException("invalid version: Bearer " + KEY));
		cause.addSuppressed(new IllegalStateException("while sending " + PROMPT));
		Throwable concealed = this.concealment.of(cause);
		assertThat(concealed).isInstanceOf(IOException.class)
			.hasToString("java.io.IOException: outer")
			.hasStackTraceContaining("java.lang.IllegalArgumentException: invalid version: Bearer ***");
		assertThat(stackTrace(concealed)).doesNotContain(KEY, "illness").contains("ConcealmentTests");
	}

	@Test
	void aCauseIsBoundedAndMayBeItsOwnCause() {
		RuntimeException first = new RuntimeException("x".repeat(100_000));
		RuntimeException second = new RuntimeException("second", first);
		first.initCause(second);
		assertThat(stackTrace(this.concealment.of(first)).length()).isLessThan(200_000);
		assertThat(this.concealment.of(first)).message().hasSizeLessThan(5000).contains("cut from 100000");
	}

	@Test
	void itIsLinearInBothTexts() {
		String prompt = "ab1".repeat(400_000);
		Concealment large = new Concealment(List.of(KEY), () -> List.of(prompt, prompt));
		assertThat(large.of("sk-sk-".repeat(600) + "://a:".repeat(800))).isNotEmpty();
		assertThat(large.of("echo: " + "ab1".repeat(1000) + " end")).isEqualTo("echo: *** end");
	}

	private static String stackTrace(Throwable ex) {
		StringWriter text = new StringWriter();
		ex.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

}
