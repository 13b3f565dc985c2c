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

package com.chatbotkit.samples.webchat;

import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitFailure;

/**
 * Turns a failure into a message for the user.
 */
final class FailureMessages {

	/** The limit of a request, as in the starter's message. */
	private static final String LIMIT = "1 MiB";

	/**
	 * Every question sends the whole conversation again, so each further question would
	 * fail.
	 */
	private static final String TOO_LONG = "This conversation has become too long for the bot: begin a new one.";

	private FailureMessages() {
	}

	static ReplyEvent.Failed of(Throwable failure) {
		if (failure instanceof ChatBotKitRequestException request) {
			return of(request.getFailure());
		}
		if (failure instanceof IllegalArgumentException && String.valueOf(failure.getMessage()).contains(LIMIT)) {
			return new ReplyEvent.Failed(TOO_LONG, ReplyEvent.Failed.TOO_LONG);
		}
		if (failure instanceof IllegalArgumentException) {
			return new ReplyEvent.Failed("This question cannot be asked.", "NOT_SENT");
		}
		return new ReplyEvent.Failed("Something went wrong in this application.", failure.getClass().getSimpleName());
	}

	static ReplyEvent.Failed of(ChatBotKitFailure failure) {
		String code = (failure.status() > 0) ? failure.status() + " " + failure.code() : failure.code();
		return new ReplyEvent.Failed(message(failure.status(), failure.code()), code);
	}

	private static String message(int status, String code) {
		return switch (code) {
			case "insufficient_quota", "LIMITS_REACHED" -> "The limit of the account behind this bot is reached.";
			case "CONNECTION_FAILED" -> "The bot cannot be reached at the moment.";
			case "RESPONSE_TIMEOUT", "STREAM_IDLE_TIMEOUT" -> "The bot has not answered in time.";
			case "EMPTY_STREAM" -> "There is no such bot, or this application may not talk to it.";
			default -> switch (status) {
				case 401, 403 -> "This application may not talk to the bot.";
				case 402 -> "The account behind this bot has no subscription.";
				case 404 -> "There is no such bot.";
				case 413 -> TOO_LONG;
				case 429 -> "The bot gets too many questions at the moment. Try again in a minute.";
				case 503 -> "The bot is not available at the moment. Try again in a minute.";
				default -> "The bot could not finish its answer.";
			};
		};
	}

}
