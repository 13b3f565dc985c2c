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

package com.chatbotkit.springai.autoconfigure;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitTenant;
import com.chatbotkit.springai.api.ChatBotKitFailedRequest;
import com.chatbotkit.springai.api.ChatBotKitFailure;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Checks a bot no more often than once in an interval, however often it is asked.
 */
final class CachedBotCheck {

	/**
	 * Retries included. Whoever asks for the health of an application waits for it.
	 */
	static final Duration LONGEST = Duration.ofSeconds(10);

	private final Mono<Verdict> verdict;

	CachedBotCheck(Supplier<@Nullable ChatBotKitChatModel> model, Duration interval, Scheduler scheduler) {
		// What is kept is the application's own, whoever asks first.
		this.verdict = Mono.defer(() -> check(model.get()))
			.contextWrite(ChatBotKitTenant.nobody()::writeTo)
			.timeout(LONGEST, scheduler)
			.thenReturn(Verdict.OK)
			.onErrorResume((ex) -> Mono.just(Verdict.of(ex)))
			.cache(interval, scheduler);
	}

	private static Mono<Void> check(@Nullable ChatBotKitChatModel model) {
		if (model == null) {
			return Mono.error(new IllegalStateException("not checked, for another chat model is in its place"));
		}
		return model.isTenantRequired()
				? Mono.error(new IllegalStateException("not checked, for each request needs a tenant"))
				: model.checkBot();
	}

	Mono<Verdict> verdict() {
		return this.verdict;
	}

	/**
	 * What a check came to.
	 *
	 * @param ok whether the bot can be asked
	 * @param kind what a failure says of the bot
	 * @param status the HTTP status, 0 where no answer came
	 * @param words the code, or why there was no check
	 */
	record Verdict(boolean ok, FailureKind kind, int status, String words) {

		static final Verdict OK = new Verdict(true, FailureKind.OF_THE_REQUEST, 200, "ok");

		private static final int OF_ANOTHER_ACCOUNT = 403;

		static Verdict of(Throwable ex) {
			if (ex instanceof TimeoutException) {
				return new Verdict(false, FailureKind.PASSING, 0, "no answer within " + LONGEST.toSeconds() + " s");
			}
			if (ex instanceof ChatBotKitFailedRequest failed) {
				ChatBotKitFailure failure = failed.getFailure();
				return new Verdict(false, FailureKind.of(ex), failure.status(), failure.code());
			}
			return new Verdict(false, FailureKind.OF_THE_REQUEST, 0, String.valueOf(ex.getMessage()));
		}

		/**
		 * Whether it speaks against the bot.
		 * @param hasAnswered whether the bot has answered before: if so, it is shared by
		 * the other account that owns it, which the check cannot know
		 */
		boolean isAgainst(boolean hasAnswered) {
			return !this.ok && this.kind != FailureKind.OF_THE_REQUEST
					&& !(this.status == OF_ANOTHER_ACCOUNT && hasAnswered);
		}

	}

}
