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

import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Turns everything that an application's code throws while a request is prepared, such as
 * its {@code ApiKey} or a filter of its {@code WebClient}, into an error signal.
 * <p>
 * Reactor does so only for exceptions. It throws a {@link LinkageError} on the current
 * thread instead, so that a caller on another thread would wait forever.
 */
final class ApplicationErrors {

	private ApplicationErrors() {
	}

	static <T> Mono<T> mono(Supplier<Mono<T>> preparation) {
		try {
			return preparation.get();
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	static <T> Flux<T> flux(Supplier<Flux<T>> preparation) {
		try {
			return preparation.get();
		}
		catch (Throwable ex) {
			return Flux.error(ex);
		}
	}

}
