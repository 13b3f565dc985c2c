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

import java.util.function.Function;
import java.util.regex.Pattern;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Resolves the secret key for each attempt: from the Reactor context, else the client's.
 * Never on an event loop, because an {@code ApiKey} may block.
 */
final class SecretKey {

	private static final Pattern BEARER = Pattern.compile("(?i)bearer[\\x00- ]");

	/**
	 * A file, a URL or a reference to a vault. A key may begin with a slash, but not with
	 * these folders.
	 */
	private static final Pattern ADDRESS = Pattern.compile("(?i)([a-z][a-z0-9+.-]*://|(file|classpath|env|vault):"
			+ "|[~.]{1,2}/|/(run|etc|var|home|opt|mnt|usr|tmp|root|secrets?|vault|app|workspace|users)/).*");

	private final ApiKey apiKey;

	SecretKey(ApiKey apiKey) {
		this.apiKey = apiKey;
	}

	/**
	 * Reads the key for a call.
	 * @param context the Reactor context of the subscriber
	 * @param call makes the call with the key
	 */
	<T> Mono<T> call(ContextView context, Function<String, Mono<T>> call) {
		return ApplicationErrors.mono(() -> {
			ApiKey source = source(context);
			return isReadHere(source) ? call.apply(value(source))
					: readElsewhere(source).flatMap((key) -> ApplicationErrors.mono(() -> call.apply(key)));
		});
	}

	/**
	 * Reads the key for a stream.
	 * @param context the Reactor context of the subscriber
	 * @param stream makes the stream with the key
	 */
	<T> Flux<T> stream(ContextView context, Function<String, Flux<T>> stream) {
		return ApplicationErrors.flux(() -> {
			ApiKey source = source(context);
			return isReadHere(source) ? stream.apply(value(source))
					: readElsewhere(source).flatMapMany((key) -> ApplicationErrors.flux(() -> stream.apply(key)));
		});
	}

	private ApiKey source(ContextView context) {
		return context.hasKey(ApiKey.class) ? context.get(ApiKey.class) : this.apiKey;
	}

	/**
	 * Whether the key can be read on this thread, because it may block or the source does
	 * not.
	 */
	private static boolean isReadHere(ApiKey source) {
		return source instanceof SimpleApiKey || !Schedulers.isInNonBlockingThread();
	}

	private static Mono<String> readElsewhere(ApiKey source) {
		return Mono.defer(() -> ApplicationErrors.mono(() -> Mono.just(value(source))))
			.subscribeOn(Schedulers.boundedElastic());
	}

	private static String value(ApiKey source) {
		String value = source.getValue();
		Assert.state(StringUtils.hasText(value),
				"The secret key is empty: set spring.ai.chatbotkit.secret-key, or give the builder a secretKey");
		return checked(value);
	}

	/**
	 * Returns the key as it is sent in a header.
	 * @throws IllegalStateException if it cannot be a key. The message does not contain
	 * it
	 */
	static String checked(String value) {
		String key = WrittenId.trim(value);
		String missing = MissingValue.problem(key);
		Assert.state(!BEARER.matcher(key).lookingAt(),
				"The secret key begins with Bearer: write what stands behind it");
		Assert.state(missing == null, () -> "The secret key " + missing);
		Assert.state(!WrittenId.isQuoted(key), "The secret key stands in quotes: write it without them");
		Assert.state(!WrittenId.isBracketed(key), "The secret key stands in brackets: write it without them");
		Assert.state(!WrittenId.isSeparated(key),
				"The secret key begins or ends with a comma or semicolon: write it without");
		Assert.state(!isAddress(key), "The secret key is the name of a file or an address: write what stands there");
		Assert.state(!key.startsWith("{cipher}") && !(key.startsWith("ENC(") && key.endsWith(")")),
				"The secret key is encrypted, and nothing has decrypted it: write it in plain text, or add what decrypts it");
		Assert.state(!key.isEmpty() && key.chars().allMatch((c) -> c > ' ' && c < 127 && c != '\\'),
				"The secret key has a character that cannot stand in a header: copy it again from ChatBotKit");
		return key;
	}

	private static boolean isAddress(String key) {
		// Each call checks its key.
		return (key.indexOf('/') >= 0 || key.indexOf(':') >= 0) && ADDRESS.matcher(key).matches();
	}

}
