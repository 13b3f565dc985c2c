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

package com.chatbotkit.samples.guides;

import java.time.Duration;

import com.chatbotkit.springai.api.ChatBotKitRequestException;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.ai.retry.TransientAiException;
import org.springframework.stereotype.Component;

/**
 * Says in words what went wrong: docs/errors-and-retries.md.
 */
@Component
class Apology {

	private final ChatClient chat;

	Apology(ChatClient chat) {
		this.chat = chat;
	}

	// tag::catch[]
	@Nullable String answer(String question) {
		try {
			return this.chat.prompt().user(question).call().content();
		}
		catch (TransientAiException ex) {
			return "The assistant is busy. Please ask again" + when(ex) + ".";
		}
		catch (NonTransientAiException ex) {
			return "The assistant is not available.";
		}
	}

	private static String when(TransientAiException ex) {
		Duration wait = (ex instanceof ChatBotKitRequestException failed) ? failed.getFailure().retryAfter() : null;
		return (wait != null) ? " in " + wait.toSeconds() + " seconds" : "";
	}
	// end::catch[]

}
