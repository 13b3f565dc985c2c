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
import java.util.concurrent.ConcurrentHashMap;

import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.agent.AgentTarget;
import reactor.core.publisher.Flux;

/**
 * The scripts of all bots and models.
 */
final class Scripts implements Agent {

	private final Agent unscripted = new ScriptWords();

	private final Map<AgentTarget, BotScript> scripts = new ConcurrentHashMap<>();

	BotScript of(AgentTarget target) {
		return this.scripts.computeIfAbsent(target, (unknown) -> new BotScript(this.unscripted));
	}

	@Override
	public Flux<AgentEvent> run(AgentRequest request) {
		BotScript script = this.scripts.get(request.target());
		return (script != null) ? script.answer(request) : this.unscripted.run(request);
	}

	void clear() {
		this.scripts.clear();
	}

}
