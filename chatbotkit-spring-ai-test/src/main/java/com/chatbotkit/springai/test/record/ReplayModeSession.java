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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Replays a file, to each test its own exchanges.
 */
final class ReplayModeSession extends RecordingSession {

	private final Map<String, ReplayedExchanges> tests = new ConcurrentHashMap<>();

	private final Redaction redaction;

	private final boolean timing;

	private volatile ReplayedExchanges current;

	ReplayModeSession(RecordingFile file, UnaryOperator<String> redaction, boolean timing) {
		this.redaction = new Redaction(redaction);
		this.timing = timing;
		if (!Files.exists(file.path())) {
			throw new IllegalStateException("There is no recording " + file.path()
					+ ". Record it with -Dchatbotkit.record=true and the secret key in the environment variable"
					+ " CHATBOTKIT_API_SECRET");
		}
		file.read()
			.stream()
			.collect(Collectors.groupingBy(RecordedExchange::testName))
			.forEach((test, exchanges) -> this.tests.put(test, new ReplayedExchanges(exchanges, timing)));
		this.current = of(RecordedExchange.NO_TEST);
	}

	private ReplayedExchanges of(String test) {
		return this.tests.computeIfAbsent(test, (unknown) -> new ReplayedExchanges(List.of(), this.timing));
	}

	@Override
	Mono<EndpointResponse> answer(EndpointRequest request, @Nullable Upstream upstream) {
		this.redaction.learn(request);
		return this.current.answer(RecordedRequest.of(request, this.redaction));
	}

	@Override
	public void begin(String test) {
		this.current = of(test);
	}

	@Override
	public void end(boolean failed) {
		ReplayedExchanges ended = this.current;
		this.current = of(RecordedExchange.NO_TEST);
		Mismatch.check(ended.mismatches(), failed ? List.of() : ended.left());
	}

	@Override
	void close(Predicate<String> exists) {
		List<RecordedExchange> left = this.tests.entrySet()
			.stream()
			.filter((test) -> test.getKey().equals(RecordedExchange.NO_TEST) || !exists.test(test.getKey()))
			.flatMap((test) -> test.getValue().left().stream())
			.toList();
		Mismatch.check(of(RecordedExchange.NO_TEST).mismatches(), left);
	}

}
