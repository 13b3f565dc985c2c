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

package com.chatbotkit.springai.test.record;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.http.EndpointRequest;

/**
 * Removes from texts what must not be recorded.
 */
final class Redaction implements UnaryOperator<String> {

	private static final Pattern EVENT_END = Pattern.compile("(?<=\\n\\n)");

	private final UnaryOperator<String> own;

	private final Set<String> secrets = ConcurrentHashMap.newKeySet();

	Redaction(UnaryOperator<String> own) {
		this.own = own;
	}

	/** Learns a secret from the header that carries it. */
	void learn(EndpointRequest request) {
		String authorization = request.header("Authorization");
		if (authorization != null) {
			String secret = authorization.substring(authorization.lastIndexOf(' ') + 1);
			if (!secret.isEmpty()) {
				this.secrets.add(secret);
			}
		}
	}

	@Override
	public String apply(String text) {
		String clean = text;
		for (String secret : this.secrets) {
			clean = clean.replace(secret, "[secret]");
		}
		return this.own.apply(clean);
	}

	/**
	 * Redacts the pieces of a body. If a redacted text spans several pieces, the body is
	 * split again after each event.
	 */
	List<byte[]> apply(List<byte[]> pieces) {
		String whole = Utf8.text(Utf8.join(pieces));
		String clean = apply(whole);
		if (clean.equals(whole)) {
			return pieces;
		}
		List<byte[]> each = pieces.stream()
			.map((piece) -> Utf8.isText(piece) ? Utf8.of(apply(Utf8.text(piece))) : piece)
			.toList();
		if (Utf8.text(Utf8.join(each)).equals(clean)) {
			return each;
		}
		return EVENT_END.splitAsStream(clean).map(Utf8::of).toList();
	}

}
