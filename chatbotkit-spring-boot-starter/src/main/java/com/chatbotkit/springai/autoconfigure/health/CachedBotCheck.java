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

package com.chatbotkit.springai.autoconfigure.health;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitTenant;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitFailure;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Checks whether a bot is reachable, at most once in an interval. In between, it returns
 * the last result.
 */
final class CachedBotCheck {

	/**
	 * Limit for one check, retries included. The health request waits for up to this
	 * long.
	 */
	static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Mono<CheckResult> result;

	CachedBotCheck(Supplier<@Nullable ChatBotKitChatModel> model, Duration interval, Scheduler scheduler) {
		// The result is shared by all tenants, so none of them makes the request.
		this.result = Mono.defer(() -> check(model.get()))
			.contextWrite(ChatBotKitTenant.nobody()::writeTo)
			.timeout(TIMEOUT, scheduler)
			.thenReturn(CheckResult.OK)
			.onErrorResume((ex) -> Mono.just(CheckResult.of(ex)))
			.cache(interval, scheduler);
	}

	private static Mono<Void> check(@Nullable ChatBotKitChatModel model) {
		if (model == null) {
			return Mono.error(new IllegalStateException("not checked, because another chat model replaces it"));
		}
		return model.isTenantRequired()
				? Mono.error(new IllegalStateException("not checked, because each request needs a tenant"))
				: model.checkBot();
	}

	Mono<CheckResult> result() {
		return this.result;
	}

	/**
	 * Result of a check.
	 *
	 * @param ok whether the bot is reachable
	 * @param kind the kind of failure
	 * @param status the HTTP status, or 0 without a response
	 * @param message the code, or the reason why there was no check
	 */
	record CheckResult(boolean ok, FailureKind kind, int status, String message) {

		static final CheckResult OK = new CheckResult(true, FailureKind.REQUEST, 200, "ok");

		private static final int FORBIDDEN = 403;

		static CheckResult of(Throwable ex) {
			if (ex instanceof TimeoutException) {
				return new CheckResult(false, FailureKind.TRANSIENT, 0,
						"no response within " + TIMEOUT.toSeconds() + " s");
			}
			if (ex instanceof ChatBotKitRequestException failed) {
				ChatBotKitFailure failure = failed.getFailure();
				return new CheckResult(false, FailureKind.of(ex), failure.status(), failure.code());
			}
			return new CheckResult(false, FailureKind.REQUEST, 0, String.valueOf(ex.getMessage()));
		}

		/**
		 * Whether the check means that the bot is unavailable.
		 * @param hasAnswered whether the bot has answered before. If so, 403 only means
		 * that another account owns the bot and shares it
		 */
		boolean isUnavailable(boolean hasAnswered) {
			return !this.ok && this.kind != FailureKind.REQUEST && !(this.status == FORBIDDEN && hasAnswered);
		}

	}

}
