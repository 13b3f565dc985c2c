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

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import com.chatbotkit.springai.api.log.SecretSpellings;
import com.chatbotkit.springai.api.log.VisibleText;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClientException;

/**
 * Removes secrets from messages of servers and libraries: keys, the prompt that a gateway
 * may echo, and characters that change how a log line reads.
 */
final class Concealment {

	static final String HIDDEN = "***";

	/** A shorter text is not a key, and hiding it would garble the message. */
	private static final int SHORTEST_SECRET = 8;

	/** The shortest beginning of a key at the end of a text that is hidden. */
	private static final int SHORTEST_PART = 4;

	private static final int MOST_TEXT = 4200;

	private static final int DEEPEST_CAUSE = 20;

	/** Keys of other services: with a known prefix, in a header, or in a proxy's URL. */
	private static final Pattern CREDENTIAL = Pattern
		.compile("\\bsk-[\\w-]{8,}|(?i:(?<=bearer )(?=[^\\s\\d]{0,200}\\d)[\\w+/=.~-]{16,})"
				+ "|(?i:(?<=basic )(?=[^\\s\\d=]{0,200}[\\d=])[\\w+/=-]{12,})|(?<=://)[^\\s/@:]{1,100}:[^\\s/@]{1,200}(?=@)");

	private static final Pattern CUT = Pattern.compile("(?: ….*)?$");

	private final List<String> secrets;

	/** Computed only for a failure, because most requests need none. */
	private @Nullable List<String> spellings;

	private final Supplier<List<String>> prompt;

	/**
	 * Creates a concealment.
	 * @param secrets the keys that are sent with the request
	 * @param prompt supplies the texts that are sent with it. Called only for a failure
	 */
	Concealment(List<String> secrets, Supplier<List<String>> prompt) {
		this.secrets = secrets;
		this.prompt = prompt;
	}

	/**
	 * Returns a failure without secrets in its code, type and message, all of which come
	 * from a server: a gateway may repeat what it was sent.
	 */
	ChatBotKitFailure of(ChatBotKitFailure failure) {
		String type = (failure.type() != null) ? of(failure.type()) : null;
		return ofWords(new ChatBotKitFailure(failure.status(), of(failure.code()), type, failure.words(),
				failure.retryAfter(), failure.target()));
	}

	/**
	 * Returns a failure without secrets in its message. The code is one of this client
	 * and stays as it is, even if the prompt contains it, because applications depend on
	 * it.
	 */
	ChatBotKitFailure ofWords(ChatBotKitFailure failure) {
		return new ChatBotKitFailure(failure.status(), failure.code(), failure.type(), of(failure.words()),
				failure.retryAfter(), failure.target());
	}

	String of(String text) {
		String known = text;
		for (String secret : spellings()) {
			known = hideCutKey(known.replace(secret, HIDDEN), secret);
		}
		known = CREDENTIAL.matcher(known).replaceAll(HIDDEN);
		known = VisibleText.of(new EchoedPrompt(this.prompt.get()).hideIn(known));
		return (known.length() > MOST_TEXT)
				? known.substring(0, MOST_TEXT) + " … (cut from " + known.length() + " characters)" : known;
	}

	private List<String> spellings() {
		List<String> known = this.spellings;
		if (known == null) {
			Set<String> all = new LinkedHashSet<>();
			for (String secret : this.secrets) {
				if (secret.length() >= SHORTEST_SECRET) {
					all.addAll(SecretSpellings.of(secret));
				}
			}
			known = List.copyOf(all);
			this.spellings = known;
		}
		return known;
	}

	/**
	 * Returns the cause as it is, or a replacement without secrets if its message, or
	 * that of one of its own causes, has some.
	 */
	@Nullable Throwable of(@Nullable Throwable cause) {
		return (cause == null || isHarmless(cause, Collections.newSetFromMap(new IdentityHashMap<>()))) ? cause
				: concealed(cause, DEEPEST_CAUSE);
	}

	private boolean isHarmless(Throwable cause, Set<Throwable> seen) {
		if (!seen.add(cause)) {
			return true;
		}
		String message = cause.getMessage();
		// Exceptions of the WebClient contain the headers of the request.
		if (cause instanceof WebClientException || (message != null && !of(message).equals(message))
				|| seen.size() > DEEPEST_CAUSE) {
			return false;
		}
		String shown = cause.toString();
		if (!of(shown).equals(shown)) {
			return false;
		}
		for (Throwable suppressed : cause.getSuppressed()) {
			if (!isHarmless(suppressed, seen)) {
				return false;
			}
		}
		return cause.getCause() == null || isHarmless(cause.getCause(), seen);
	}

	private ConcealedException concealed(Throwable cause, int deep) {
		String message = cause.getMessage();
		Throwable next = cause.getCause();
		ConcealedException concealed = new ConcealedException(cause.getClass().getName(),
				(message != null) ? of(message) : null, (next != null && deep > 0) ? concealed(next, deep - 1) : null);
		concealed.setStackTrace(cause.getStackTrace());
		for (Throwable suppressed : cause.getSuppressed()) {
			if (deep > 0) {
				concealed.addSuppressed(concealed(suppressed, deep / 2));
			}
		}
		return concealed;
	}

	/**
	 * Hides the beginning of a key at the end of a text that was cut.
	 */
	private static String hideCutKey(String text, String secret) {
		var cut = CUT.matcher(text);
		int end = cut.find() ? cut.start() : text.length();
		for (int length = Math.min(secret.length() - 1, end); length >= SHORTEST_PART; length--) {
			if (text.startsWith(secret.substring(0, length), end - length)) {
				return text.substring(0, end - length) + HIDDEN + text.substring(end);
			}
		}
		return text;
	}

}
