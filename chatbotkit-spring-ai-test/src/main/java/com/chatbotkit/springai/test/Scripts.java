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

package com.chatbotkit.springai.test;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import com.chatbotkit.springai.server.agent.AgentTarget;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the script that answers, among those of all bots and models.
 */
final class Scripts implements Script {

	private final Map<AgentTarget, BotScript> scripts = new ConcurrentHashMap<>();

	private volatile BotScript any = new BotScript();

	BotScript of(AgentTarget target) {
		return this.scripts.computeIfAbsent(target, (unknown) -> new BotScript());
	}

	BotScript any() {
		return this.any;
	}

	@Override
	public ScriptedResponse respond(Turn received) {
		BotScript own = this.scripts.get(received.request().target());
		Turn turn = (own != null) ? own.turn(received) : received;
		ScriptedResponse answer = (own != null) ? own.replyFromRules(turn) : null;
		if (answer == null) {
			answer = this.any.replyFromRules(turn);
		}
		if (answer == null) {
			answer = replyFromDocuments(own, turn);
		}
		return (answer != null) ? answer : DefaultScript.reply(turn).respond(turn);
	}

	private @Nullable ScriptedResponse replyFromDocuments(@Nullable BotScript own, Turn turn) {
		ScriptedResponse answer = (own != null) ? own.replyFromDocuments(turn) : null;
		return (answer != null) ? answer : this.any.replyFromDocuments(turn);
	}

	/**
	 * Returns the backstory of a bot, an empty text if it has none, or an empty optional
	 * if the bot is missing.
	 */
	Optional<String> backstory(String botId) {
		BotScript own = this.scripts.get(new AgentTarget.Bot(botId));
		return (own != null) ? own.backstory() : Optional.of("");
	}

	void clear() {
		this.scripts.clear();
		this.any = new BotScript();
	}

}
