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

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Records exchanges in a file, and keeps those of tests that did not run.
 */
final class RecordModeSession extends RecordingSession {

	private final Set<String> ran = ConcurrentHashMap.newKeySet();

	private final RecordingFile file;

	private final RecordingProxy proxy;

	private volatile String test = RecordedExchange.NO_TEST;

	RecordModeSession(RecordingFile file, UnaryOperator<String> redaction, boolean timing) {
		this.file = file;
		this.proxy = new RecordingProxy(new Redaction(redaction), timing);
		this.ran.add(this.test);
	}

	@Override
	Mono<EndpointResponse> answer(EndpointRequest request, @Nullable Upstream upstream) {
		return this.proxy.answer(request, this.test,
				Objects.requireNonNull(upstream, "The endpoint was started to replay"));
	}

	@Override
	public void begin(String test) {
		this.test = test;
		this.ran.add(test);
	}

	@Override
	public void end(boolean failed) {
		this.test = RecordedExchange.NO_TEST;
	}

	@Override
	void close(Predicate<String> exists) {
		List<RecordedExchange> exchanges = new ArrayList<>(this.proxy.recorded());
		if (Files.exists(this.file.path())) {
			this.file.read()
				.stream()
				.filter((exchange) -> !this.ran.contains(exchange.testName()) && exists.test(exchange.testName()))
				.forEach(exchanges::add);
		}
		// The order does not depend on which tests ran, so that the file changes little.
		exchanges.sort(Comparator.comparing(RecordedExchange::testName));
		this.file.write(exchanges);
	}

}
