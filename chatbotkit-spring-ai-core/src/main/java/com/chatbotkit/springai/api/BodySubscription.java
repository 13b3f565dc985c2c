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

import java.util.Optional;
import java.util.Set;

import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Scannable;

/**
 * Cancels the body of a response so that its exchange ends.
 * <p>
 * Spring's {@code JdkClientHttpResponse} shares its body, by {@code cache(0)}: a
 * subscriber's cancel is not passed on there, the exchange stays open, and the platform
 * goes on working to the end of an answer that nobody reads. What shares it can be
 * disposed of instead. Where nothing does, a cancel is all it takes.
 */
final class BodySubscription {

	/**
	 * The names of Reactor's operators that share: that of {@code cache(0)}, and that of
	 * one with a history.
	 */
	private static final Set<String> SHARING = Set.of("publish", "replay");

	private BodySubscription() {
	}

	static void cancel(Subscription subscription) {
		Optional<Disposable> shared = Scannable.from(subscription)
			.parents()
			.filter((parent) -> SHARING.contains(parent.stepName()))
			.filter(Disposable.class::isInstance)
			.map(Disposable.class::cast)
			.findFirst();
		subscription.cancel();
		shared.ifPresent(Disposable::dispose);
	}

}
